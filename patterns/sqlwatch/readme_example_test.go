package sqlwatch_test

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"

	"modernc.org/sqlite"

	"github.com/goconcepts/cookbook/patterns/sqlwatch"
)

// quote: begin

func countPosts(ctx context.Context, db *sql.DB, users []int) (total int) {
	for _, id := range users {
		var n int
		_ = db.QueryRowContext(ctx, `SELECT count(*) FROM posts WHERE user_id = ?`, id).Scan(&n)
		total += n
	}
	return total
}

// quote: end

// The loop is found by its file and line, in the driver, whatever stands between.
func ExampleRecord_loop() {
	connector, err := sqlwatch.WrapDriver(&sqlite.Driver{}, ":memory:")
	if err != nil {
		fmt.Println(err)
		return
	}
	db := sql.OpenDB(connector)
	defer db.Close()
	ctx, log := sqlwatch.Record(context.Background())
	countPosts(ctx, db, []int{1, 2, 3, 4, 5})
	for _, f := range log.Findings() {
		f.File = filepath.Base(f.File)
		fmt.Println(f)
	}
	// Output: readme_example_test.go:19: N+1: 5 times select count(*) from posts where user_id = ?: ask once, with all keys
}
