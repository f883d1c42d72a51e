package relation

import (
	"context"
	"errors"

	"gorm.io/driver/postgres"
	"gorm.io/gorm"
	"gorm.io/gorm/callbacks"
	"gorm.io/gorm/clause"
	"gorm.io/gorm/logger"
	"gorm.io/gorm/schema"
)

type (
	gormUser struct {
		ID    int64
		Name  string
		Posts []gormPost `gorm:"foreignKey:UserID"`
	}
	gormPost struct {
		ID, UserID int64
		Title      string
		Comments   []gormComment `gorm:"foreignKey:PostID"`
	}
	gormComment struct {
		ID, PostID int64
		Body       string
	}
)

func (gormUser) TableName() string    { return "users" }
func (gormPost) TableName() string    { return "posts" }
func (gormComment) TableName() string { return "comments" }

func openGorm(b *base) (*gorm.DB, error) {
	d := postgres.New(postgres.Config{Conn: b.db})
	if b.engine == sqliteEngine {
		d = gormSQLite{b.db}
	}
	return gorm.Open(d, &gorm.Config{Logger: logger.Discard, SkipDefaultTransaction: true, PrepareStmt: true})
}

func gormPreload(b *base) (load, error) {
	db, err := openGorm(b)
	return func(ctx context.Context) (tree, error) {
		var users []gormUser
		err := db.WithContext(ctx).Preload("Posts.Comments").Find(&users).Error
		return countGorm(users), err
	}, err
}

func gormLazy(b *base) (load, error) {
	db, err := openGorm(b)
	return func(ctx context.Context) (tree, error) {
		db := db.WithContext(ctx)
		var users []gormUser
		err := db.Find(&users).Error
		for i := range users {
			u := &users[i]
			err = errors.Join(err, db.Where("user_id = ?", u.ID).Find(&u.Posts).Error)
			for j := range u.Posts {
				p := &u.Posts[j]
				err = errors.Join(err, db.Where("post_id = ?", p.ID).Find(&p.Comments).Error)
			}
		}
		return countGorm(users), err
	}, err
}

func countGorm(users []gormUser) (t tree) {
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

// gormSQLite is the little that gorm needs to read from SQLite through a connection that is there.
// Its own dialect brings the SQLite of mattn, in C; the one without C registers the name of
// modernc's driver a second time, which panics.
type gormSQLite struct{ pool gorm.ConnPool }

func (d gormSQLite) Name() string { return "sqlite" }

func (d gormSQLite) Initialize(db *gorm.DB) error {
	db.ConnPool = d.pool
	callbacks.RegisterDefaultCallbacks(db, &callbacks.Config{})
	return nil
}
func (d gormSQLite) Migrator(*gorm.DB) gorm.Migrator                     { return nil }
func (d gormSQLite) DataTypeOf(*schema.Field) string                     { return "" }
func (d gormSQLite) DefaultValueOf(*schema.Field) clause.Expression      { return clause.Expr{SQL: "NULL"} }
func (d gormSQLite) BindVarTo(w clause.Writer, _ *gorm.Statement, _ any) { _ = w.WriteByte('?') }
func (d gormSQLite) Explain(sql string, _ ...any) string                 { return sql }

func (d gormSQLite) QuoteTo(w clause.Writer, name string) {
	_ = w.WriteByte('`')
	for _, r := range name {
		if r == '.' {
			_, _ = w.WriteString("`.`")
		} else {
			_, _ = w.WriteString(string(r))
		}
	}
	_ = w.WriteByte('`')
}
