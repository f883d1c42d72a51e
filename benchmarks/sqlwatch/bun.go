package sqlwatch

import (
	"context"
	"database/sql"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/sqlitedialect"
)

// onBun does the work as bun's documentation shows it. bun writes arguments into the text.
type onBun struct{ db *bun.DB }

func newBun(db *sql.DB) (worker, error) { return onBun{bun.NewDB(db, sqlitedialect.New())}, nil }

func (w onBun) users(ctx context.Context) (all []user, err error) {
	return all, w.db.NewSelect().Model(&all).Scan(ctx)
}

func (w onBun) postsOf(ctx context.Context, id int64) (posts []post, err error) {
	return posts, w.db.NewSelect().Model(&posts).Where("user_id = ?", id).Scan(ctx)
}

func (w onBun) usersWithPosts(ctx context.Context) (all []user, err error) {
	return all, w.db.NewSelect().Model(&all).Relation("Posts").Scan(ctx)
}

func (w onBun) add(ctx context.Context, posts ...post) error {
	_, err := w.db.NewInsert().Model(&posts).Exec(ctx)
	return err
}

func (w onBun) page(ctx context.Context, limit, offset int64) (posts []post, err error) {
	return posts, w.db.NewSelect().Model(&posts).Order("id").Limit(limit).Offset(offset).Scan(ctx)
}
