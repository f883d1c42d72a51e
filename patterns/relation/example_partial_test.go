package relation_test

import (
	"database/sql"
	"fmt"

	_ "modernc.org/sqlite"
)

// partialPlan returns the first step of the plan.
func partialPlan(db *sql.DB, query string) (plan string) {
	var id, parent, unused int
	if err := db.QueryRow("EXPLAIN QUERY PLAN "+query).Scan(&id, &parent, &unused, &plan); err != nil {
		return err.Error()
	}
	return plan
}

// What is a partial index, and which column is dead in it?
//
// An index with a WHERE clause holds only the rows that satisfy it: smaller, and cheaper to
// write, for queries that always ask for that part. The query must imply the clause, or the
// index cannot be used. A column that the clause fixes to one value is dead weight as a key:
// every entry carries it and it sorts nothing.
//
// Follow-ups:
//   - What does it also give? Uniqueness of a part: UNIQUE (email) WHERE deleted_at IS NULL.
//   - Why does a parameter spoil it? For status = ? the planner cannot prove that the clause holds when it makes the plan, unless it sees the value.
//   - When is it not worth it? When most rows satisfy the clause: a full index serves all queries.
//
// Pitfalls:
//   - The clause in the index says is_active = TRUE and the query says is_active: PostgreSQL sees that they are the same, SQLite does not and scans.
//   - A partial index for each value of a column is a partition in disguise.
//
// Trade-offs: Smaller and cheaper to keep, and blind to every other query; change the clause and it must be built anew.
//
// From Python: The Python original's composite index is (status, created_at DESC) WHERE status = 'active': its first column is
// the same in every entry. Index (created_at DESC) with that clause answers the same queries and is smaller, as shown here.
//
// Level: mid. Tags: sql, indexes, plans. Needs: sqlite. See: patterns/relation/composite, patterns/relation/selectivity.
func Example_partial() {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.Exec(`
		CREATE TABLE users (id INTEGER PRIMARY KEY, status TEXT, created_at INT);
		WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < 40000)
		INSERT INTO users SELECT i, CASE WHEN i % 2 = 0 THEN 'active' ELSE 'gone' END, i FROM n;
		CREATE INDEX original ON users (status, created_at DESC) WHERE status = 'active'`); err != nil {
		fmt.Println(err)
		return
	}
	active := "SELECT * FROM users WHERE status = 'active' ORDER BY created_at DESC"
	fmt.Println("original:", partialPlan(db, active))

	size := func(index string) (bytes int) {
		if err := db.QueryRow(`SELECT sum(pgsize) FROM dbstat WHERE name = ?`, index).Scan(&bytes); err != nil {
			fmt.Println(err)
		}
		return bytes
	}
	before := size("original")
	if _, err := db.Exec(`DROP INDEX original;
		CREATE INDEX lean ON users (created_at DESC) WHERE status = 'active'`); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("lean:    ", partialPlan(db, active))
	fmt.Println("the dead column cost more than a third:", before*3 > size("lean")*4)
	fmt.Println("another value:", partialPlan(db, "SELECT * FROM users WHERE status = 'gone' ORDER BY created_at DESC"))
	// Output:
	// original: SEARCH users USING COVERING INDEX original (status=?)
	// lean:     SCAN users USING COVERING INDEX lean
	// the dead column cost more than a third: true
	// another value: SCAN users
}
