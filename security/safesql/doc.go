// Package safesql prevents SQL injection by types: the text of a query must be a
// constant of the program, and everything else travels beside it as arguments. A
// concatenated string does not compile.
//
//	q := safesql.SQL("SELECT id FROM users WHERE name = ? AND id IN ? ORDER BY ?",
//		safesql.Val(name), safesql.In(ids), sortable.Desc(column))
//	rows, err := safesql.Wrap(db, safesql.SQLite).Query(ctx, q)
//
// Each question mark of the text stands for one argument, "??" for a question mark.
// An argument is a value ([Val], [In], [Contains], [Prefix]), which the driver sends
// apart from the text, a name out of an allow-list ([Names]), or another [Query].
// So the text that reaches the database is put together from constants only.
//
// # What the compiler cannot see
//
// The type of the text is an unexported string type. An untyped constant converts to
// it; a variable does not, and nobody outside can name the type to convert to it.
// Go's type inference and reflection can still launder a string, if somebody means to:
//
//	func launder[T ~string](f func(T, ...safesql.Arg) safesql.Query, s string) safesql.Query {
//		return f(T(s))
//	}
//	q := launder(safesql.SQL, input) // Compiles, and is an injection.
//
// The package guards against mistakes, not against its own programmers. The other way
// around it is to call the raw [database/sql.DB]; the linter gosec (G201, G202) finds
// queries that are formatted or concatenated there, which the compiler cannot.
//
// # When something simpler suffices
//
// A query that is one literal with placeholders is safe with [database/sql] alone. This
// package is for queries with lists, searches, or an order that a user chooses, and
// for teams that want the rule checked. It is no query builder and no ORM.
//
// # From Python
//
//	Python                                   Go
//	text("... name = :name")                 SQL("... name = ?", Val(name))
//	column.in_(ids)                          SQL("... id IN ?", In(ids))
//	column.contains(s, autoescape=True)      SQL("... name LIKE ?", Contains(s))
//	order_by(getattr(User, column).desc())   SQL("... ORDER BY ?", names.Desc(column))
//	typing.LiteralString (a checker's rule)  an unexported type (the compiler's rule)
//
// # Costs
//
// Building a query walks its text once and allocates the text and the arguments:
// under two microseconds for one with a value, a list of ten, a search and an order.
// All errors of building come before the database sees anything.
//
// # Questions
//
// Each is an Example below: the question, the answer, and the code that proves it.
//   - injection (junior): How do you prevent SQL injection?
//   - orderby (mid): How do you write a dynamic ORDER BY?
//   - like (mid): What about wildcards in LIKE?
package safesql
