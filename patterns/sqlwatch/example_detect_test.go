package sqlwatch_test

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"testing"

	"modernc.org/sqlite"

	"github.com/goconcepts/cookbook/patterns/sqlwatch"
)

// postsOf asks for the posts of each user: one query a user.
func postsOf(ctx context.Context, db *sql.DB, users []int) (posts int, err error) {
	for _, id := range users {
		var n int
		if err := db.QueryRowContext(ctx, `SELECT count(*) FROM posts WHERE user_id = ?`, id).Scan(&n); err != nil {
			return 0, err
		}
		posts += n
	}
	return posts, nil
}

// postsOfAll asks once, whatever their number.
func postsOfAll(ctx context.Context, db *sql.DB, users []int) (posts int, err error) {
	err = db.QueryRowContext(ctx, `SELECT count(*) FROM posts WHERE user_id <= ?`, len(users)).Scan(&posts)
	return posts, err
}

// complaints is a test that keeps what it would say; in a test it is t *testing.T.
type complaints struct {
	testing.TB
	said []string
}

func (c *complaints) Helper() {}
func (c *complaints) Errorf(format string, args ...any) {
	c.said = append(c.said, fmt.Sprintf(format, args...))
}

// How does a test catch N+1 before production does?
//
// By counting queries under the test's context, in the driver, where nothing escapes it. Two forms: the
// same statement from the same line with other arguments, three times or more, is reported with file and
// line; and, without any threshold, the number of queries must be the same for 1, 10 and 100 parents. The second is
// a proof, the first tells where.
//
// Follow-ups:
//   - Why the driver and not a logger of the ORM? Every library ends there, and code that speaks to database/sql directly too.
//   - How are statements compared? By their shape: literals, parameters and the length of IN lists are folded away.
//   - Is every loop wrong? Paging and savepoints repeat for a reason that can be seen; polling must be allowed by name: log.NoNPlusOne("from job").
//   - And in production? Traces show the same pattern, a span repeated under one parent; the test is cheaper and earlier.
//
// Pitfalls:
//   - Test data with one parent: 1+N is two queries and looks fine.
//   - A cache in front hides the loop until it is cold.
//
// Trade-offs: A fixed number, at most three queries, is simple and must be changed with every feature; a constant number stays true.
//
// From Python: Tools such as nplusone and django's assertNumQueries do this, as bullet does in Ruby. The Python original shows
// the loop and its cures and no way to notice it.
//
// Level: senior. Tags: testing, sql, n+1. Needs: sqlite. See: patterns/relation/nplusone, patterns/doubles/script.
func Example_detect() {
	connector, err := sqlwatch.WrapDriver(&sqlite.Driver{}, ":memory:")
	if err != nil {
		fmt.Println(err)
		return
	}
	db := sql.OpenDB(connector)
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.Exec(`CREATE TABLE posts (user_id INT); INSERT INTO posts VALUES (1), (1), (2)`); err != nil {
		fmt.Println(err)
		return
	}
	for _, loader := range []struct {
		name string
		load func(context.Context, *sql.DB, []int) (int, error)
	}{{"a query each", postsOf}, {"one for all", postsOfAll}} {
		fmt.Print(loader.name, ": queries")
		for _, n := range []int{1, 10, 100} {
			t := &complaints{}
			ctx, log := sqlwatch.Record(t, context.Background())
			users := make([]int, n)
			for i := range users {
				users[i] = i + 1
			}
			if _, err := loader.load(ctx, db, users); err != nil {
				fmt.Println(err)
				return
			}
			fmt.Print(" ", log.Count())
			if n == 100 {
				fmt.Println()
				for _, f := range log.Findings() {
					fmt.Println("  ", f.Kind, filepath.Ext(f.File), f.Line > 0, f.Count, f.Shape)
				}
				log.NoNPlusOne()
				fmt.Println("   the test fails:", len(t.said) > 0)
			}
		}
	}
	// Output:
	// a query each: queries 1 10 100
	//    N+1 .go true 100 select count(*) from posts where user_id = ?
	//    the test fails: true
	// one for all: queries 1 1 1
	//    the test fails: false
}
