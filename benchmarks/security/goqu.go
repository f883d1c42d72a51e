package security

import (
	"github.com/doug-martin/goqu/v9"
	_ "github.com/doug-martin/goqu/v9/dialect/sqlite3" // Its way to choose a dialect.
)

func goquQueries() queries {
	from := func(columns ...any) *goqu.SelectDataset {
		return goqu.Dialect("sqlite3").From("users").Prepared(true).Select(columns...)
	}
	return queries{
		search: func(name string, ids []string, part, column string) (string, []any, error) {
			return from("id").Where(goqu.C("name").Eq(name), goqu.C("id").In(ids), goqu.C("name").Like("%"+part+"%")).Order(goqu.C(column).Desc()).ToSQL()
		},
		contains: func(part string) (string, []any, error) {
			return from("id").Where(goqu.C("name").Like("%" + part + "%")).ToSQL()
		},
		ordered: func(column string) (string, []any, error) { return from("name").Order(goqu.C(column).Asc()).ToSQL() },
		in:      func(ids []string) (string, []any, error) { return from("id").Where(goqu.C("id").In(ids)).ToSQL() },
		notIn:   func(ids []string) (string, []any, error) { return from("id").Where(goqu.C("id").NotIn(ids)).ToSQL() },
	}
}
