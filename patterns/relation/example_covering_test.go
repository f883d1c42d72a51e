package relation_test

import (
	"database/sql"
	"fmt"
	"strings"

	_ "modernc.org/sqlite"
)

// lookups tells, from the engine's own program, whether a query reads the table as
// well as the index: it then seeks the table's row for each entry.
func lookups(db *sql.DB, query string) (plan string, readsTable bool, err error) {
	var id, parent, unused int
	if err := db.QueryRow("EXPLAIN QUERY PLAN "+query).Scan(&id, &parent, &unused, &plan); err != nil {
		return "", false, err
	}
	rows, err := db.Query("EXPLAIN " + query)
	if err != nil {
		return "", false, err
	}
	defer rows.Close()
	for rows.Next() {
		var addr, p1, p2, p3, p5 sql.NullInt64
		var opcode string
		var p4, comment sql.NullString
		if err := rows.Scan(&addr, &opcode, &p1, &p2, &p3, &p4, &p5, &comment); err != nil {
			return "", false, err
		}
		readsTable = readsTable || strings.Contains(opcode, "DeferredSeek") || opcode == "SeekRowid"
	}
	return plan, readsTable, rows.Err()
}

// What is a covering index?
//
// One that holds every column the query needs, so the engine answers from the index alone
// and never looks up the row. It is a property of the pair, index and query: select one
// column more and it no longer covers. The saving is one look-up a row, which counts when a
// query touches many.
//
// Follow-ups:
//   - What is INCLUDE in PostgreSQL? Columns stored in the leaves only: they cover without being part of the order or of uniqueness.
//   - Why does PostgreSQL still visit the table sometimes? Visibility lies in the heap; an index-only scan skips it only for pages that VACUUM has marked all-visible.
//   - Is the primary key covered for free? In SQLite and InnoDB yes, since every entry of a secondary index ends in it.
//
// Pitfalls:
//   - SELECT * covers nothing: name the columns.
//   - An index widened to cover a rare query slows every write and crowds the cache.
//
// Trade-offs: It trades space and write speed for reads; do it for a hot query that returns many rows, not for one that returns one.
//
// From Python: ORMs load whole entities by default, so nothing is ever covered; load_only in SQLAlchemy or only() in Django
// select the columns. The Python original asks about covering indexes and shows none.
//
// Level: mid. Tags: sql, indexes, plans. Needs: sqlite. See: patterns/relation/composite.
func Example_covering() {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.Exec(`
		CREATE TABLE users (id INTEGER PRIMARY KEY, status TEXT, created INT, email TEXT);
		CREATE INDEX by_status_created ON users (status, created)`); err != nil {
		fmt.Println(err)
		return
	}
	for _, columns := range []string{"created", "id, created", "created, email", "*"} {
		plan, readsTable, err := lookups(db, "SELECT "+columns+" FROM users WHERE status = 'active'")
		fmt.Printf("%s: covering %t, rows looked up %t %v\n", columns, strings.Contains(plan, "COVERING"), readsTable, err)
	}
	// Output:
	// created: covering true, rows looked up false <nil>
	// id, created: covering true, rows looked up false <nil>
	// created, email: covering false, rows looked up true <nil>
	// *: covering false, rows looked up true <nil>
}
