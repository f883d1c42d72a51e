package safesql_test

import (
	"context"
	"database/sql"
	"fmt"

	_ "modernc.org/sqlite" // The embedded database.

	"github.com/goconcepts/cookbook/security/safesql"
)

// What about wildcards in LIKE?
//
// A placeholder stops injection, but the value is still a pattern: `%` in it matches any
// run of characters and `_` any one. Escape both and the escape character, and say which
// one that is in an ESCAPE clause, for databases differ. [safesql.Contains] does it.
// OWASP ASVS 5.0 asks for this in 1.2.4.
//
// Follow-ups:
//   - Is it dangerous? A search box that lists all users by `%` is a leak, and `%a%b%c%` a way to keep the database busy.
//   - Which escape character? Any but a backslash, which MySQL takes as one within a literal as well.
//   - Can an index serve it? A prefix yes, if the collation fits; a search in the middle needs a full-text or trigram index.
//
// Pitfalls:
//   - SQLite has no escape character unless there is an ESCAPE clause; MySQL and PostgreSQL have the backslash.
//   - An empty search still matches every row: refuse it, and set a LIMIT.
//
// Trade-offs: The SQL function instr(name, ?) > 0 needs no escaping where the database has it, but is not
// portable and uses no index; a full-text index answers better questions.
//
// From Python: The column.contains(s) of SQLAlchemy leaves the wildcards live unless it is told
// autoescape=True, which is not the default.
//
// Level: mid. Tags: sql, like, injection. Needs: sqlite. See: [sql.DB], security/safesql/injection.
func Example_like() {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = db.Close() }()
	db.SetMaxOpenConns(1)
	ctx := context.Background()
	if _, err := db.ExecContext(ctx, `CREATE TABLE goods (name TEXT);
		INSERT INTO goods VALUES ('100% wool'), ('cotton'), ('snake_case'), ('wow!')`); err != nil {
		fmt.Println(err)
		return
	}
	wrapped := safesql.Wrap(db, safesql.SQLite)
	for _, input := range []string{"%", "_", "!", "cot"} {
		var open, escaped int
		_ = db.QueryRowContext(ctx, "SELECT count(*) FROM goods WHERE name LIKE ?", "%"+input+"%").Scan(&open)
		err := wrapped.Row(ctx, safesql.SQL("SELECT count(*) FROM goods WHERE name LIKE ?", safesql.Contains(input)), &escaped)
		fmt.Println(input, "as a pattern:", open, "as itself:", escaped, err)
	}
	// Output:
	// % as a pattern: 4 as itself: 1 <nil>
	// _ as a pattern: 4 as itself: 1 <nil>
	// ! as a pattern: 1 as itself: 1 <nil>
	// cot as a pattern: 1 as itself: 1 <nil>
}
