package relation_test

import (
	"database/sql"
	"fmt"

	_ "modernc.org/sqlite"
)

// transferred runs a query and counts the rows and the bytes of text that it moves.
func transferred(db *sql.DB, query string) (rows, bytes int, err error) {
	r, err := db.Query(query)
	if err != nil {
		return 0, 0, err
	}
	defer r.Close()
	columns, err := r.Columns()
	if err != nil {
		return 0, 0, err
	}
	for r.Next() {
		values, dest := make([]sql.RawBytes, len(columns)), make([]any, len(columns))
		for i := range values {
			dest[i] = &values[i]
		}
		if err := r.Scan(dest...); err != nil {
			return 0, 0, err
		}
		rows++
		for _, v := range values {
			bytes += len(v)
		}
	}
	return rows, bytes, r.Err()
}

// When is a JOIN worse than a query for each level?
//
// When it multiplies. A join of users with posts repeats the user's columns in every post's row;
// joined with comments it repeats the posts' too, and two independent collections give their
// product. A query for each level moves every row once and costs one more round trip a level.
// A join to one row, such as a post's author, multiplies nothing.
//
// Follow-ups:
//   - When does the join win? For to-one relations, for filters and sorting by the other table, and when round trips are slow and the repeated columns narrow.
//   - Is the result consistent over two queries? Only inside one transaction with a snapshot; a single statement has one by itself.
//   - Could the database build the tree? Yes, with json_agg or json_group_array: one row a parent, and text to decode.
//
// Pitfalls:
//   - LIMIT on a join limits rows, not parents.
//   - An inner join drops the parents that have no children.
//
// Trade-offs: Count rows times width against round trips times latency; with ten children a parent and a wide parent, select-in nearly always moves less.
//
// From Python: SQLAlchemy's joinedload joins and removes the duplicates in Python. The Python original nests joinedload over two
// collections and calls that optimized, a "single query with JOINs": single it is, and it moves the most.
//
// Level: senior. Tags: sql, joins, n+1. Needs: sqlite. See: patterns/relation/nplusone, patterns/relation/batch.
func Example_join() {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.Exec(`
		CREATE TABLE users (id INTEGER PRIMARY KEY, bio TEXT);
		CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INT, body TEXT);
		CREATE TABLE tags (user_id INT, tag TEXT);
		WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < 10)
		INSERT INTO users SELECT i, printf('%.*c', 1000, 'b') FROM n;
		INSERT INTO posts (user_id, body) SELECT u.id, printf('%.*c', 100, 'p') FROM users u, users;
		INSERT INTO tags SELECT u.id, 'tag' FROM users u, users`); err != nil {
		fmt.Println(err)
		return
	}
	joinRows, joinBytes, err := transferred(db, `SELECT u.id, u.bio, p.id, p.body, t.tag FROM users u
		LEFT JOIN posts p ON p.user_id = u.id LEFT JOIN tags t ON t.user_id = u.id`)
	fmt.Println("join: rows", joinRows, err)

	rows, bytes := 0, 0
	for _, query := range []string{
		`SELECT id, bio FROM users`,
		`SELECT user_id, id, body FROM posts WHERE user_id IN (SELECT id FROM users)`,
		`SELECT user_id, tag FROM tags WHERE user_id IN (SELECT id FROM users)`,
	} {
		r, b, err := transferred(db, query)
		if err != nil {
			fmt.Println(err)
			return
		}
		rows, bytes = rows+r, bytes+b
	}
	fmt.Println("a query for each level: rows", rows)
	fmt.Println("the join moved over forty times the bytes:", joinBytes > 40*bytes)
	// Output:
	// join: rows 1000 <nil>
	// a query for each level: rows 210
	// the join moved over forty times the bytes: true
}
