package sqlwatch_test

import (
	"context"
	"database/sql"
	"fmt"
	"regexp"
	"testing"

	"modernc.org/sqlite"

	"github.com/goconcepts/cookbook/patterns/sqlwatch"
)

// quote: begin

func countPosts(ctx context.Context, db *sql.DB, users []int) (total int, err error) {
	for _, id := range users {
		var n int
		if err := db.QueryRowContext(ctx, `SELECT count(*) FROM posts WHERE user_id = ?`, id).Scan(&n); err != nil {
			return 0, err
		}
		total += n
	}
	return total, nil
}

func testCountPosts(t testing.TB, db *sql.DB) {
	ctx, log := sqlwatch.Record(t, t.Context())
	if _, err := countPosts(ctx, db, []int{1, 2, 3, 4, 5}); err != nil {
		t.Fatal(err)
	}
	log.NoNPlusOne()
}

// quote: end

// The loop is found by its file and line, in the driver, whatever stands between.
func ExampleLog_NoNPlusOne_loop() {
	connector, err := sqlwatch.WrapDriver(&sqlite.Driver{}, ":memory:")
	if err != nil {
		fmt.Println(err)
		return
	}
	db := sql.OpenDB(connector)
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.Exec(`CREATE TABLE posts (user_id INT)`); err != nil {
		fmt.Println(err)
		return
	}
	t := &tb{}
	testCountPosts(t, db)
	folder := regexp.MustCompile(`\S*/`) // which differs from machine to machine
	for _, said := range t.said {
		fmt.Println(folder.ReplaceAllString(said, ""))
	}
	// Output:
	// sqlwatch: readme_example_test.go:20: N+1: 5 times select count(*) from posts where user_id = ?: ask once, with all keys, called at readme_example_test.go:30
}
