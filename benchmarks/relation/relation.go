// Package relation compares ways to load related rows: users, their posts, and the
// comments on those.
package relation

import (
	"context"

	"github.com/goconcepts/cookbook/benchmarks/harness"
	"github.com/goconcepts/cookbook/patterns/relation"
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

// ways are the contestants for an engine. With ours by other strategies and the join by hand, all
// that the Python original knows can be compared; asking again for each parent has a job of its own.
func ways(engine string) []way {
	all := []way{
		{harness.Ours, ours(relation.Default)},
		{"ours, select-in", ours(relation.SelectIn)},
		{"gorm.io/gorm", gormPreload},
		{"github.com/uptrace/bun", bunRelation},
		{"hand-written, JOIN", joined},
	}
	if engine == postgresql {
		return append(all, way{"hand-written, IN", byHand(dollars)}, way{"hand-written, = ANY", byHand(anyArray)})
	}
	return append(all, way{"hand-written, IN", byHand(questionMarks)}, way{"hand-written, json_each", byHand(jsonEach)})
}

// lazyWays ask again for each parent.
func lazyWays() []way {
	return []way{{harness.Ours, ours(relation.Lazy)}, {"gorm.io/gorm", gormLazy}}
}
