// Package relation compares ways to load related rows: users, their posts, and the
// comments on those.
package relation

import (
	"context"

	"github.com/goconcepts/cookbook/benchmarks/harness"
)

// Topic is the comparison. PostgreSQL takes part when COOKBOOK_POSTGRES names a server.
var Topic = harness.Topic{
	Name: "relation",
	Doc:  "related rows without N+1, and batched loads",
	Jobs: jobs(),
	Rows: rows(),
}

// tree is what a load returned, whatever types it was in.
type tree struct{ users, posts, comments, text int }

// load reads all users with their posts and the comments on those.
type load func(ctx context.Context) (tree, error)

// way is a library's way to load from an engine.
type way struct {
	library string
	open    func(*base) (load, error)
}

// ways are the contestants for an engine.
func ways(engine string) []way {
	if engine == postgresql {
		return []way{
			{harness.Ours, oursPostgres},
			{"gorm.io/gorm", gormPreload},
			{"github.com/uptrace/bun", bunRelation},
			{"hand-written, IN", handPostgres(dollars)},
			{"hand-written, = ANY", handPostgres(anyArray)},
		}
	}
	return []way{
		{harness.Ours, oursSQLite},
		{"gorm.io/gorm", gormPreload},
		{"github.com/uptrace/bun", bunRelation},
		{"hand-written, IN", handSQLite(questionMarks)},
		{"hand-written, json_each", handSQLite(jsonEach)},
	}
}

// lazyWays ask again for each parent.
func lazyWays(engine string) []way {
	if engine == postgresql {
		return []way{{harness.Ours, oursLazyPostgres}, {"gorm.io/gorm", gormLazy}}
	}
	return []way{{harness.Ours, oursLazySQLite}, {"gorm.io/gorm", gormLazy}}
}
