package relation

import (
	"context"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
	"github.com/uptrace/bun/dialect/sqlitedialect"
	"github.com/uptrace/bun/schema"
)

type (
	bunUser struct {
		bun.BaseModel `bun:"table:users"`

		ID    int64 `bun:",pk"`
		Name  string
		Posts []*bunPost `bun:"rel:has-many,join:id=user_id"`
	}
	bunPost struct {
		bun.BaseModel `bun:"table:posts"`

		ID       int64 `bun:",pk"`
		UserID   int64
		Title    string
		Comments []*bunComment `bun:"rel:has-many,join:id=post_id"`
	}
	bunComment struct {
		bun.BaseModel `bun:"table:comments"`

		ID     int64 `bun:",pk"`
		PostID int64
		Body   string
	}
)

func openBun(b *base) *bun.DB {
	var d schema.Dialect = pgdialect.New()
	if b.engine == sqliteEngine {
		d = sqlitedialect.New()
	}
	return bun.NewDB(b.db, d)
}

func bunRelation(b *base) (load, error) {
	db := openBun(b)
	return func(ctx context.Context) (tree, error) {
		var users []bunUser
		err := db.NewSelect().Model(&users).Relation("Posts").Relation("Posts.Comments").Scan(ctx)
		return countBun(users), err
	}, nil
}

func countBun(users []bunUser) (t tree) {
	t.users = len(users)
	for _, u := range users {
		t.text += len(u.Name)
		for _, p := range u.Posts {
			t.posts++
			t.text += len(p.Title)
			for _, c := range p.Comments {
				t.comments++
				t.text += len(c.Body)
			}
		}
	}
	return t
}
