package relation

import (
	"context"
	"database/sql"
	"fmt"
	"os"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"modernc.org/sqlite"

	"github.com/goconcepts/cookbook/patterns/sqlwatch"
)

const (
	sqliteEngine = "SQLite"
	postgresql   = "PostgreSQL"
)

// engines are those that are there.
func engines() []string {
	if os.Getenv("COOKBOOK_POSTGRES") == "" {
		return []string{sqliteEngine}
	}
	return []string{sqliteEngine, postgresql}
}

// base is a database with the tables, gone when it is closed.
type base struct {
	engine string
	db     *sql.DB       // what the peers use; its queries can be recorded
	pool   *pgxpool.Pool // the same on PostgreSQL, through pgx
	close  func()
}

// size is how many rows there are.
type size struct{ users, posts, comments int } // posts for each user, comments on each post

var blog = size{1000, 10, 5}

func (s size) tree() tree {
	posts := s.users * s.posts
	return tree{users: s.users, posts: posts, comments: posts * s.comments}
}

// statements make the tables and fill them; number is a recursive query on both engines.
func statements(schema string, s size) []string {
	number := func(n int) string {
		return fmt.Sprintf(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < %d) `, n)
	}
	posts := s.users * s.posts
	return []string{
		`CREATE TABLE ` + schema + `users (id BIGINT PRIMARY KEY, name TEXT NOT NULL)`,
		`CREATE TABLE ` + schema + `posts (id BIGINT PRIMARY KEY, user_id BIGINT NOT NULL, title TEXT NOT NULL)`,
		`CREATE TABLE ` + schema + `comments (id BIGINT PRIMARY KEY, post_id BIGINT NOT NULL, body TEXT NOT NULL)`,
		`CREATE INDEX posts_of_user ON ` + schema + `posts (user_id)`,
		`CREATE INDEX comments_of_post ON ` + schema + `comments (post_id)`,
		`INSERT INTO ` + schema + `users ` + number(s.users) + `SELECT i, 'user ' || i FROM n`,
		`INSERT INTO ` + schema + `posts ` + number(posts) + fmt.Sprintf(`SELECT i, 1 + i %% %d, 'the title of post ' || i FROM n WHERE i <= %d`, s.users, posts),
		`INSERT INTO ` + schema + `comments ` + number(posts*s.comments) +
			fmt.Sprintf(`SELECT i, 1 + i %% %d, 'what somebody said in comment ' || i FROM n WHERE i <= %d`, max(posts, 1), posts*s.comments),
		`ANALYZE`,
	}
}

// open makes a database of some size.
func open(engine string, s size) (*base, error) {
	if engine == postgresql {
		return openPostgres(s)
	}
	connector, err := sqlwatch.WrapDriver(&sqlite.Driver{}, ":memory:")
	if err != nil {
		return nil, err
	}
	db := sql.OpenDB(connector)
	db.SetMaxOpenConns(1)
	b := &base{engine: engine, db: db, close: func() { db.Close() }}
	return b, b.fill("", s)
}

// openPostgres makes a schema of this process's own.
func openPostgres(s size) (*base, error) {
	schema := fmt.Sprintf("cookbook_relation_%d", os.Getpid())
	ctx := context.Background()
	config, err := pgxpool.ParseConfig(os.Getenv("COOKBOOK_POSTGRES"))
	if err != nil {
		return nil, err
	}
	config.ConnConfig.RuntimeParams["search_path"] = schema
	config.MaxConns = 1
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, err
	}
	db := sql.OpenDB(sqlwatch.Wrap(stdlib.GetConnector(*config.ConnConfig)))
	db.SetMaxOpenConns(1)
	b := &base{engine: postgresql, db: db, pool: pool, close: func() {
		_, _ = pool.Exec(ctx, `DROP SCHEMA IF EXISTS `+schema+` CASCADE`)
		pool.Close()
		db.Close()
	}}
	if _, err := pool.Exec(ctx, `DROP SCHEMA IF EXISTS `+schema+` CASCADE; CREATE SCHEMA `+schema); err != nil {
		b.close()
		return nil, err
	}
	return b, b.fill(schema+".", s)
}

func (b *base) fill(schema string, s size) error {
	for _, statement := range statements(schema, s) {
		if _, err := b.db.ExecContext(context.Background(), statement); err != nil {
			b.close()
			return err
		}
	}
	return nil
}
