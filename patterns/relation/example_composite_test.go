package relation_test

import (
	"database/sql"
	"fmt"
	"strings"

	_ "modernc.org/sqlite"
)

// compositePlan returns how SQLite would answer the query.
func compositePlan(db *sql.DB, query string) string {
	rows, err := db.Query("EXPLAIN QUERY PLAN " + query)
	if err != nil {
		return err.Error()
	}
	defer rows.Close()
	var steps []string
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			return err.Error()
		}
		steps = append(steps, detail)
	}
	return strings.Join(steps, "; ")
}

// A composite index: which column comes first?
//
// An index is sorted by its first column, then the second within equal firsts. A query can
// use a prefix: equality on the leading columns, then one range or the order. So put
// columns that are compared with = first and the one that is sorted or ranged over last. A
// query that lacks the first column cannot seek.
//
// Follow-ups:
//   - Does the order of conditions in WHERE matter? No, the planner rearranges them; the order of columns in the index does.
//   - Is an index on (a, b) also one on (a)? Yes, for seeking; a second index on (a) alone only costs writes.
//   - What is a skip scan? An engine may jump through the few values of an unused first column; SQLite does so only after ANALYZE, PostgreSQL since 18.
//
// Pitfalls:
//   - A range on the first column stops the seek there: later columns only filter.
//   - The most selective column first is no rule: what matters is which conditions are equalities.
//
// Trade-offs: Each index makes every write slower and takes space; one composite index that serves three
// queries beats three indexes that serve one each.
//
// From Python: The ORM declares Index("ix", "status", "created"), the engine decides as here. The Python original calls its index composite for
// WHERE and ORDER BY, and with its WHERE clause the first column is the same in every entry: see patterns/relation/partial.
//
// Level: mid. Tags: sql, indexes, plans. Needs: sqlite. See: patterns/relation/covering, patterns/relation/selectivity.
func Example_composite() {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer db.Close()
	db.SetMaxOpenConns(1) // each connection to :memory: is a database of its own
	if _, err := db.Exec(`
		CREATE TABLE users (id INTEGER PRIMARY KEY, status TEXT, created INT, email TEXT);
		CREATE INDEX by_status_created ON users (status, created)`); err != nil {
		fmt.Println(err)
		return
	}
	for _, where := range []string{
		"status = 'active'",
		"status = 'active' AND created > 7",
		"created > 7 AND status = 'active'",
		"status = 'active' ORDER BY created",
		"status > 'a' AND created = 7",
		"created > 7",
	} {
		fmt.Println(where)
		fmt.Println("  ", compositePlan(db, "SELECT * FROM users WHERE "+where))
	}
	// Output:
	// status = 'active'
	//    SEARCH users USING INDEX by_status_created (status=?)
	// status = 'active' AND created > 7
	//    SEARCH users USING INDEX by_status_created (status=? AND created>?)
	// created > 7 AND status = 'active'
	//    SEARCH users USING INDEX by_status_created (status=? AND created>?)
	// status = 'active' ORDER BY created
	//    SEARCH users USING INDEX by_status_created (status=?)
	// status > 'a' AND created = 7
	//    SEARCH users USING INDEX by_status_created (status>?)
	// created > 7
	//    SCAN users
}
