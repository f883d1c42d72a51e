package sqlwatch

import (
	"context"
	"database/sql"

	"gorm.io/gorm"
	"gorm.io/gorm/utils/tests"
)

// onGorm does the work as gorm's documentation shows it. The dialect is the one of gorm's own tests, which
// needs no other driver and writes SQL that SQLite reads.
type onGorm struct{ db *gorm.DB }

func newGorm(db *sql.DB) (worker, error) {
	g, err := gorm.Open(tests.DummyDialector{}, &gorm.Config{ConnPool: db, SkipDefaultTransaction: true})
	return onGorm{g}, err
}

func (w onGorm) users(ctx context.Context) (all []user, err error) {
	return all, w.db.WithContext(ctx).Find(&all).Error
}

func (w onGorm) postsOf(ctx context.Context, id int64) (posts []post, err error) {
	return posts, w.db.WithContext(ctx).Where("user_id = ?", id).Find(&posts).Error
}

func (w onGorm) usersWithPosts(ctx context.Context) (all []user, err error) {
	return all, w.db.WithContext(ctx).Preload("Posts").Find(&all).Error
}

func (w onGorm) add(ctx context.Context, posts ...post) error {
	return w.db.WithContext(ctx).Create(&posts).Error
}

func (w onGorm) page(ctx context.Context, limit, offset int64) (posts []post, err error) {
	return posts, w.db.WithContext(ctx).Order("id").Limit(int(limit)).Offset(int(offset)).Find(&posts).Error
}
