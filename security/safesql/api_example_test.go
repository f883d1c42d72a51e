package safesql_test

import (
	"context"
	"database/sql"
	"embed"
	"fmt"

	_ "modernc.org/sqlite" // The embedded database.

	"github.com/goconcepts/cookbook/security/safesql"
)

func ExampleSQL() {
	text, values, err := safesql.SQL("SELECT id FROM users WHERE name = ? AND age > ?", safesql.Val("ada"), safesql.Val(36)).Build(safesql.PostgreSQL)
	fmt.Println(text, values, err)
	// Output: SELECT id FROM users WHERE name = $1 AND age > $2 [ada 36] <nil>
}

// A condition that is composed at run time, of constants all the same.
func ExampleQuery() {
	where := safesql.SQL("active")
	for _, minimum := range []int{18, 21} {
		where = safesql.SQL("? AND age > ?", where, safesql.Val(minimum))
	}
	text, values, err := safesql.SQL("SELECT id FROM users WHERE ?", where).Build(safesql.SQLite)
	fmt.Println(text, values, err)
	// Output: SELECT id FROM users WHERE active AND age > ? AND age > ? [18 21] <nil>
}

func ExampleQuery_Build() {
	_, _, err := safesql.SQL("SELECT ?, ?", safesql.Val(1)).Build(safesql.SQLite)
	fmt.Println(err)
	// Output: safesql: malformed query: more question marks than the 1 arguments
}

// Question marks of the database's own are doubled.
func ExampleArg() {
	var keys []safesql.Arg
	keys = append(keys, safesql.Val("name"))
	text, _, err := safesql.SQL("SELECT doc ?? ? FROM docs", keys...).Build(safesql.PostgreSQL)
	fmt.Println(text, err)
	// Output: SELECT doc ? $1 FROM docs <nil>
}

func ExampleVal() {
	text, values, err := safesql.SQL("DELETE FROM users WHERE name = ?", safesql.Val("x' OR 'x' = 'x")).Build(safesql.SQLite)
	fmt.Println(text, values, err)
	// Output: DELETE FROM users WHERE name = ? [x' OR 'x' = 'x] <nil>
}

func ExampleIn() {
	for _, ids := range [][]int{{7, 8, 9}, nil} {
		text, values, err := safesql.SQL("SELECT name FROM users WHERE id NOT IN ?", safesql.In(ids)).Build(safesql.PostgreSQL)
		fmt.Println(text, values, err)
	}
	// Output:
	// SELECT name FROM users WHERE id NOT IN ($1, $2, $3) [7 8 9] <nil>
	// SELECT name FROM users WHERE id <> ALL ('{}') [] <nil>
}

func ExampleContains() {
	text, values, err := safesql.SQL("SELECT id FROM goods WHERE name LIKE ?", safesql.Contains("100%")).Build(safesql.SQLite)
	fmt.Println(text, values, err)
	// Output: SELECT id FROM goods WHERE name LIKE ? ESCAPE '!' [%100!%%] <nil>
}

func ExamplePrefix() {
	_, values, err := safesql.SQL("SELECT id FROM files WHERE name LIKE ?", safesql.Prefix("snake_")).Build(safesql.SQLite)
	fmt.Println(values, err)
	// Output: [snake!_%] <nil>
}

func ExampleNames() {
	sortable := safesql.Names("id", "u.created_at")
	text, _, err := safesql.SQL("SELECT name FROM users u ORDER BY ?, ?", sortable.Desc("u.created_at"), sortable.Asc("id")).Build(safesql.SQLite)
	fmt.Println(text, err)
	// Output: SELECT name FROM users u ORDER BY u.created_at DESC, id ASC <nil>
}

func ExampleNameList() {
	reports := safesql.Names("sales", "returns")
	_, _, err := safesql.SQL("SELECT * FROM ?", reports.Name("salaries")).Build(safesql.SQLite)
	fmt.Println(err)
	// Output: safesql: name not allowed: argument 1
}

func ExampleDialect() {
	q := safesql.SQL("SELECT ?", safesql.Val(1))
	for _, d := range []safesql.Dialect{safesql.SQLite, safesql.PostgreSQL, safesql.MySQL} {
		text, _, _ := q.Build(d)
		fmt.Println(d, text)
	}
	// Output:
	// SQLite SELECT ?
	// PostgreSQL SELECT $1
	// MySQL SELECT ?
}

//go:embed testdata/sql
var files embed.FS

func ExampleFromFS() {
	text, values, err := safesql.FromFS(files, "testdata/sql/user.sql", safesql.Val(7)).Build(safesql.PostgreSQL)
	fmt.Printf("%q %v %v\n", text, values, err)
	// Output: "SELECT name FROM users WHERE id = $1\n" [7] <nil>
}

func ExampleWrap() {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = db.Close() }()
	var sum int
	err = safesql.Wrap(db, safesql.SQLite).Row(context.Background(), safesql.SQL("SELECT ? + ?", safesql.Val(1), safesql.Val(2)), &sum)
	fmt.Println(sum, err)
	// Output: 3 <nil>
}

// Within a transaction, and with nothing else to run a query on.
func ExampleDB() {
	pool, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = pool.Close() }()
	ctx := context.Background()
	tx, err := pool.BeginTx(ctx, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	db := safesql.Wrap(tx, safesql.SQLite)
	_, err = db.Exec(ctx, safesql.SQL("CREATE TABLE t (x INTEGER)"))
	fmt.Println(err, tx.Commit())
	// Output: <nil> <nil>
}

func ExampleConn() {
	for _, c := range []safesql.Conn{(*sql.DB)(nil), (*sql.Tx)(nil), (*sql.Conn)(nil)} {
		fmt.Println(c != nil)
	}
	// Output:
	// true
	// true
	// true
}
