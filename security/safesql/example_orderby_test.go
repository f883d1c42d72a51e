package safesql_test

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	_ "modernc.org/sqlite" // The embedded database.

	"github.com/goconcepts/cookbook/security/safesql"
)

// How do you write a dynamic ORDER BY?
//
// With an allow-list of constants: the input only chooses one of them. A placeholder
// cannot stand for a column, it would sort by a constant value. Quoting the input is not
// enough: SQLite reads an unknown quoted name as a string and sorts by nothing, and a
// known one may be a secret column. OWASP ASVS 5.0 asks for this in 1.2.4 and 2.2.1.
//
// Follow-ups:
//   - What does an attacker gain by ORDER BY? A subquery or CASE in it tells one bit a request: the order of the rows.
//   - And by sorting by a column he may not read? He learns its order, and by adding rows of his own its values.
//   - Where does the direction come from? From a bool in the program, never from the text of the request.
//
// Pitfalls:
//   - Page by a unique last key, or rows that tie may change places from one page to the next.
//   - An allowed column without an index makes every request a full sort.
//
// Trade-offs: A switch over the input with one constant query for each order is the simplest,
// and enough for two or three. The list pays off from there on.
//
// From Python: SQLAlchemy's order_by(getattr(User, name)) takes every attribute of the class, the password's
// hash among them; order_by(text(name)) takes any SQL at all.
//
// Level: mid. Tags: sql, injection, orderby. Needs: sqlite. See: [sql.DB], security/safesql/injection.
func Example_orderby() {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = db.Close() }()
	db.SetMaxOpenConns(1)
	ctx := context.Background()
	if _, err := db.ExecContext(ctx, `CREATE TABLE users (id INTEGER, name TEXT);
		INSERT INTO users VALUES (1, 'cleo'), (2, 'ada'), (3, 'bob')`); err != nil {
		fmt.Println(err)
		return
	}
	read := func(rows *sql.Rows, err error) string {
		if err != nil {
			return err.Error()
		}
		defer func() { _ = rows.Close() }()
		var names []string
		for rows.Next() {
			var name string
			_ = rows.Scan(&name)
			names = append(names, name)
		}
		return strings.Join(names, " ")
	}

	// Not enough: quoted, an unknown column is a string, and nothing is sorted or refused.
	fmt.Println("quoted:", read(db.QueryContext(ctx, `SELECT name FROM users ORDER BY "nmae"`)))

	sortable := safesql.Names("id", "name")
	wrapped := safesql.Wrap(db, safesql.SQLite)
	order := func(by safesql.Arg) string {
		return read(wrapped.Query(ctx, safesql.SQL("SELECT name FROM users ORDER BY ?", by)))
	}
	fmt.Println("name:", order(sortable.Asc("name")))
	fmt.Println("id, descending:", order(sortable.Desc("id")))
	fmt.Println("attack:", order(sortable.Asc("id; DROP TABLE users; --")))
	fmt.Println("unknown:", order(sortable.Asc("nmae")))
	// Output:
	// quoted: cleo ada bob
	// name: ada bob cleo
	// id, descending: bob ada cleo
	// attack: safesql: name not allowed: argument 1
	// unknown: safesql: name not allowed: argument 1
}
