package sqlwatch_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"strings"
	"testing"

	"modernc.org/sqlite"

	"github.com/goconcepts/cookbook/patterns/sqlwatch"
)

func ExampleWrapDriver() {
	t := &tb{} // in a test: t *testing.T
	connector, err := sqlwatch.WrapDriver(&sqlite.Driver{}, ":memory:")
	if err != nil {
		fmt.Println(err)
		return
	}
	db := sql.OpenDB(connector)
	defer db.Close()
	ctx, log := sqlwatch.Record(t, context.Background())
	var n int
	for range 3 {
		if err := db.QueryRowContext(ctx, `SELECT 41 + ?`, 1).Scan(&n); err != nil {
			fmt.Println(err)
		}
	}
	for _, f := range log.Findings() {
		fmt.Println(f.Kind, f.Count, f.Shape, "->", f.Cure)
	}
	fmt.Println(n, log.Count(), "allowed:", len(log.Findings("select ? + ?")))
	// Output:
	// duplicate 3 select ? + ? -> ask once and keep the answer
	// 42 3 allowed: 0
}

func ExampleWrap() {
	// pgx's stdlib.GetConnector makes a driver.Connector; opener here makes one of SQLite's driver.
	db := sql.OpenDB(sqlwatch.Wrap(opener{}))
	defer db.Close()
	fmt.Println(db.Ping())
	// Output: <nil>
}

func ExampleRecord() {
	t := &tb{} // in a test: t *testing.T
	db := sql.OpenDB(sqlwatch.Wrap(opener{}))
	defer db.Close()
	ctx, log := sqlwatch.Record(t, context.Background())
	for id := range 4 {
		if err := db.QueryRowContext(ctx, "SELECT abs(?)", id).Scan(&id); err != nil {
			fmt.Println(err)
		}
	}
	fmt.Println(log.Count(), "queries,", len(log.Findings()), "finding")
	// Output: 4 queries, 1 finding
}

func ExampleLog() {
	t := &tb{} // in a test: t *testing.T
	db := sql.OpenDB(sqlwatch.Wrap(opener{}))
	defer db.Close()
	ctx, log := sqlwatch.Record(t, context.Background())
	for id := range 4 {
		if err := db.QueryRowContext(ctx, "SELECT abs(?)", id).Scan(&id); err != nil {
			fmt.Println(err)
		}
	}
	log.MaxQueries(4)
	log.NoNPlusOne("abs") // allowed
	fmt.Println("failures:", len(t.said))
	log.MaxQueries(3)
	log.NoNPlusOne()
	fmt.Println("failures:", len(t.said))
	// Output:
	// failures: 0
	// failures: 2
}

func ExampleKind() {
	fmt.Println(sqlwatch.NPlusOne, sqlwatch.Duplicate, sqlwatch.WriteLoop)
	// Output: N+1 duplicate write loop
}

func ExampleFinding() {
	fmt.Println(sqlwatch.Finding{Kind: sqlwatch.NPlusOne, Shape: "select ?", Count: 9, File: "page.go", Line: 41, From: "shop.go:7", Cure: "ask once, with all keys"})
	// Output: page.go:41: N+1: 9 times select ?: ask once, with all keys, called at shop.go:7
}

func ExampleShape() {
	fmt.Println(sqlwatch.Shape("SELECT *  FROM t WHERE id IN (1, 2,3) AND name = 'O''Hara' -- who?"))
	// Output: select * from t where id in (?) and name = ?
}

// opener is a driver.Connector.
type opener struct{}

func (opener) Connect(context.Context) (driver.Conn, error) {
	return (&sqlite.Driver{}).Open(":memory:")
}
func (opener) Driver() driver.Driver { return &sqlite.Driver{} }

// tb keeps what a test would say.
type tb struct {
	testing.TB
	said []string
}

func (t *tb) Helper()                  {}
func (t *tb) Context() context.Context { return context.Background() }
func (t *tb) Errorf(format string, args ...any) {
	t.said = append(t.said, fmt.Sprintf(format, args...))
}
func (t *tb) Fatalf(format string, args ...any) { t.Errorf(format, args...) }

func ExampleConstant() {
	connector, err := sqlwatch.WrapDriver(&sqlite.Driver{}, ":memory:")
	if err != nil {
		fmt.Println(err)
		return
	}
	db := sql.OpenDB(connector)
	defer db.Close()
	t := &tb{}
	sqlwatch.Constant(t, []int{1, 10}, func(ctx context.Context, n int) {
		for range n {
			if _, err := db.ExecContext(ctx, "SELECT 1"); err != nil {
				t.Errorf("%v", err)
			}
		}
	})
	said, _, _ := strings.Cut(t.said[0], "\n")
	fmt.Println(said)
	// Output: sqlwatch: constant: 1 queries at size 1 and 10 at size 10:
}
