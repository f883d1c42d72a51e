package relation_test

import (
	"database/sql"
	"fmt"

	_ "modernc.org/sqlite"
)

// selectivityPlan returns the first step of the plan.
func selectivityPlan(db *sql.DB, query string) (plan string) {
	var id, parent, unused int
	if err := db.QueryRow("EXPLAIN QUERY PLAN "+query).Scan(&id, &parent, &unused, &plan); err != nil {
		return err.Error()
	}
	return plan
}

// Selectivity and cardinality: when does the engine ignore your index?
//
// Cardinality is how many distinct values a column has; selectivity is what share of the rows
// a condition keeps. An index costs a look-up in the table for each row it finds, so for a
// large share reading the whole table in order is cheaper. The planner decides by
// statistics, which ANALYZE collects: without them it guesses.
//
// Follow-ups:
//   - Where is the break-even? Often at a few per cent of the rows, lower on spinning disks, higher when the table is in memory or clustered by the index.
//   - What if the values are skewed? An average misleads: PostgreSQL keeps the most common values and a histogram, SQLite only with STAT4.
//   - Who runs ANALYZE? Autovacuum in PostgreSQL, you or PRAGMA optimize in SQLite; always after a bulk load.
//
// Pitfalls:
//   - A test database with ten rows scans everything: plans mean something only at real sizes.
//   - A function around the column, lower(email) = ?, hides it from the index: index the expression.
//
// Trade-offs: A hint or a forced index freezes today's distribution into the code; better statistics or a better index last longer.
//
// From Python: An ORM's db_index=True on a boolean or a status column is usually dead weight, as the engine shows here. The Python
// original lists selectivity and cardinality as questions and answers neither.
//
// Level: mid. Tags: sql, indexes, statistics. Needs: sqlite. See: patterns/relation/composite, patterns/relation/partial.
func Example_selectivity() {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.Exec(`
		CREATE TABLE users (id INTEGER PRIMARY KEY, status TEXT, email TEXT);
		WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < 10000)
		INSERT INTO users SELECT i, CASE WHEN i % 2 = 0 THEN 'active' ELSE 'gone' END, 'u' || i FROM n;
		CREATE INDEX by_status ON users (status);
		CREATE INDEX by_email ON users (email)`); err != nil {
		fmt.Println(err)
		return
	}
	low := "SELECT * FROM users WHERE status = 'gone'"
	high := "SELECT * FROM users WHERE email = 'u5'"
	fmt.Println("before ANALYZE")
	fmt.Println("  2 values:     ", selectivityPlan(db, low))
	fmt.Println("  10000 values: ", selectivityPlan(db, high))
	if _, err := db.Exec("ANALYZE"); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("after ANALYZE")
	fmt.Println("  2 values:     ", selectivityPlan(db, low))
	fmt.Println("  10000 values: ", selectivityPlan(db, high))
	for _, index := range []string{"by_status", "by_email"} {
		var stat string
		if err := db.QueryRow(`SELECT stat FROM sqlite_stat1 WHERE idx = ?`, index).Scan(&stat); err != nil {
			fmt.Println(err)
		}
		fmt.Println("  "+index+", rows and rows for each value:", stat)
	}
	// Output:
	// before ANALYZE
	//   2 values:      SEARCH users USING INDEX by_status (status=?)
	//   10000 values:  SEARCH users USING INDEX by_email (email=?)
	// after ANALYZE
	//   2 values:      SCAN users
	//   10000 values:  SEARCH users USING INDEX by_email (email=?)
	//   by_status, rows and rows for each value: 10000 5000
	//   by_email, rows and rows for each value: 10000 1
}
