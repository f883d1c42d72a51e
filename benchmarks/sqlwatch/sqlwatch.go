// Package sqlwatch compares ways to catch repeated queries in tests. No library in Go
// does it: what there is are wrappers of drivers, on which one can count.
package sqlwatch

import (
	"context"
	"database/sql"
	"database/sql/driver"

	"modernc.org/sqlite"

	"github.com/goconcepts/cookbook/benchmarks/harness"
)

// Topic is the comparison.
var Topic = harness.Topic{
	Name:   "sqlwatch",
	Doc:    "N+1 queries caught in tests; no other Go library does: hand-written counts equal texts",
	Jobs:   jobs(),
	Tables: tables(),
	Rows:   rows(),
}

// watcher is one way to find repeated queries.
type watcher struct {
	library string
	// wrap returns a driver that is watched.
	wrap func(driver.Connector) driver.Connector
	// record returns a context under which queries are recorded, and what asks for the
	// findings so far. allow names texts that may repeat.
	record func(ctx context.Context) (context.Context, func(allow ...string) []finding)
}

// finding is what was said about a repeated query.
type finding struct {
	kind  string
	file  string // of the line that asked, if it is known
	count int
}

func watchers() []watcher { return []watcher{ours(), byCounting()} }

// memory is a connector of a database in memory, which lasts as long as its connection.
type memory struct{}

func (memory) Connect(context.Context) (driver.Conn, error) {
	return (&sqlite.Driver{}).Open(":memory:")
}
func (memory) Driver() driver.Driver { return &sqlite.Driver{} }

// shop is a watched database of ten users with three posts each.
func shop(w watcher) (*sql.DB, error) {
	db := sql.OpenDB(w.wrap(memory{}))
	db.SetMaxOpenConns(1)
	_, err := db.Exec(`
		CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);
		CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INT, title TEXT);
		WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10) INSERT INTO users SELECT i, 'user ' || i FROM n;
		WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 29) INSERT INTO posts SELECT i + 1, i / 3 + 1, 'post' FROM n`)
	return db, err
}

type user struct {
	ID    int64 `bun:",pk"`
	Name  string
	Posts []post `bun:"rel:has-many,join:id=user_id"`
}

type post struct {
	ID     int64 `bun:",pk"`
	UserID int64
	Title  string
}
