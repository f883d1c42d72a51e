package security

import sq "github.com/Masterminds/squirrel"

func squirrelQueries() queries {
	return queries{
		search: func(name string, ids []string, part, column string) (string, []any, error) {
			return sq.Select("id").From("users").Where(sq.Eq{"name": name}).Where(sq.Eq{"id": ids}).Where(sq.Like{"name": "%" + part + "%"}).OrderBy(column + " DESC").ToSql()
		},
		contains: func(part string) (string, []any, error) {
			return sq.Select("id").From("users").Where(sq.Like{"name": "%" + part + "%"}).ToSql()
		},
		ordered: func(column string) (string, []any, error) {
			return sq.Select("name").From("users").OrderBy(column).ToSql()
		},
		in: func(ids []string) (string, []any, error) {
			return sq.Select("id").From("users").Where(sq.Eq{"id": ids}).ToSql()
		},
		notIn: func(ids []string) (string, []any, error) {
			return sq.Select("id").From("users").Where(sq.NotEq{"id": ids}).ToSql()
		},
	}
}
