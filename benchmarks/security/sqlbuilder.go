package security

import "github.com/huandu/go-sqlbuilder"

func sqlbuilderQueries() queries {
	built := func(sb *sqlbuilder.SelectBuilder) (string, []any, error) {
		text, values := sb.BuildWithFlavor(sqlbuilder.SQLite)
		return text, values, nil
	}
	return queries{
		search: func(name string, ids []string, part, column string) (string, []any, error) {
			sb := sqlbuilder.Select("id").From("users")
			sb.Where(sb.Equal("name", name), sb.In("id", sqlbuilder.Flatten(ids)...), sb.Like("name", "%"+part+"%")).OrderByDesc(column)
			return built(sb)
		},
		contains: func(part string) (string, []any, error) {
			sb := sqlbuilder.Select("id").From("users")
			return built(sb.Where(sb.Like("name", "%"+part+"%")))
		},
		ordered: func(column string) (string, []any, error) {
			return built(sqlbuilder.Select("name").From("users").OrderByAsc(column))
		},
		in: func(ids []string) (string, []any, error) {
			sb := sqlbuilder.Select("id").From("users")
			return built(sb.Where(sb.In("id", sqlbuilder.Flatten(ids)...)))
		},
		notIn: func(ids []string) (string, []any, error) {
			sb := sqlbuilder.Select("id").From("users")
			return built(sb.Where(sb.NotIn("id", sqlbuilder.Flatten(ids)...)))
		},
	}
}
