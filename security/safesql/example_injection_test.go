package safesql_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	_ "modernc.org/sqlite" // The embedded database.

	"github.com/goconcepts/cookbook/security/safesql"
)

// How do you prevent SQL injection?
//
// Never put input into the text of a query: send it apart, as the value of a
// placeholder, which the database cannot read as SQL. Package safesql makes that the
// only way: the text must be a constant, so one joined with input does not compile. OWASP
// ASVS 5.0 asks for this in 1.2.4.
//
// Follow-ups:
//   - Why not escape the quotes? Every database, mode and encoding has rules of its own; a placeholder needs none.
//   - Does an ORM solve it? For what it builds itself; its raw, order-by and literal calls take strings again.
//   - What can a placeholder not stand for? Names, directions and lists: those need an allow-list and one placeholder a value.
//
// Pitfalls:
//   - A prepared statement whose text was concatenated before is as open as any other.
//   - Input that was stored safely is still input when a later query is built of it.
//
// Trade-offs: A literal with placeholders and database/sql is safe and simpler; a type for
// the text pays off where queries are composed, or where many people write them.
//
// From Python: SQLAlchemy's text("... :name") with bound parameters is right, and so is the ORM query of
// the Python original; but text(f"...") compiles as well as the constant. A checker that
// knows typing.LiteralString can refuse it; the interpreter cannot.
//
// Level: junior. Tags: sql, injection. Needs: sqlite. See: [sql.DB.QueryContext], security/safesql/orderby, security/safesql/like.
func Example_injection() {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = db.Close() }()
	db.SetMaxOpenConns(1) // Each connection to :memory: would be a database of its own.
	ctx := context.Background()
	if _, err := db.ExecContext(ctx, `CREATE TABLE users (name TEXT, password TEXT);
		INSERT INTO users VALUES ('admin', 'correct horse'), ('bob', 'battery staple')`); err != nil {
		fmt.Println(err)
		return
	}
	name, password := "admin' --", "whatever"

	// The attack: the quote ends the string and the rest is a comment.
	var who string
	text := "SELECT name FROM users WHERE name = '" + name + "' AND password = '" + password + "'" // #nosec G202 -- this is the attack.
	err = db.QueryRowContext(ctx, text).Scan(&who)
	fmt.Println("concatenated: logged in as", who, err)

	// The defence: the same input is a name that nobody has.
	who = ""
	q := safesql.SQL("SELECT name FROM users WHERE name = ? AND password = ?", safesql.Val(name), safesql.Val(password))
	err = safesql.Wrap(db, safesql.SQLite).Row(ctx, q, &who)
	fmt.Println("as values: no row:", errors.Is(err, sql.ErrNoRows), who == "")

	// safesql.SQL(text) does not compile, and a query without text does not run.
	_, err = safesql.Wrap(db, safesql.SQLite).Query(ctx, safesql.Query{})
	fmt.Println(err)
	// Output:
	// concatenated: logged in as admin <nil>
	// as values: no row: true true
	// safesql: malformed query: the text is empty
}
