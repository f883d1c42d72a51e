package relation_test

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	_ "modernc.org/sqlite"
)

type person struct {
	ID   int64
	Name string
}

// By hand: SQL in a string, the scan in the order of its columns.
func byHand(ctx context.Context, db *sql.DB, prefix string) (people []person, err error) {
	rows, err := db.QueryContext(ctx, `SELECT id, name FROM people WHERE name LIKE ? || '%' ORDER BY id`, prefix)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var p person
		if err := rows.Scan(&p.ID, &p.Name); err != nil {
			return nil, err
		}
		people = append(people, p)
	}
	return people, rows.Err()
}

// queries has the shape of what sqlc writes from the schema and from
//
//	-- name: ListPeople :many
//	SELECT id, name FROM people WHERE name LIKE ? || '%' ORDER BY id
//
// It is the same code, and was checked against the schema when it was written.
type queries struct{ db *sql.DB }

func (q *queries) ListPeople(ctx context.Context, prefix string) ([]person, error) {
	return byHand(ctx, q.db, prefix)
}

// selectFrom is the heart of a query builder: it puts text together, safely quoted
// or not, and knows no schema.
type selectFrom struct {
	table   string
	columns []string
	where   []string
	args    []any
}

func (s selectFrom) filter(condition string, arg any) selectFrom {
	s.where, s.args = append(s.where[:len(s.where):len(s.where)], condition), append(s.args[:len(s.args):len(s.args)], arg)
	return s
}

func (s selectFrom) String() string {
	return "SELECT " + strings.Join(s.columns, ", ") + " FROM " + s.table + " WHERE " + strings.Join(s.where, " AND ") + " ORDER BY id"
}

// database/sql, sqlc, a query builder or an ORM?
//
// By how much of the SQL is known when you write it. Fixed queries: write SQL and let sqlc
// generate the scanning, checked against the schema before anything runs. Queries put together
// from filters: a builder, or a few fixed ones with optional conditions. An ORM saves typing
// for create, read, update and delete, and hides when it asks the database.
//
// Follow-ups:
//   - What checks a query by hand? Nothing before it runs: a test that runs every query against a real schema is the check.
//   - What can sqlc not do? Dynamic columns and conditions; those are written by hand beside it.
//   - Does an ORM prevent injection? For values, yes, as placeholders do; its raw fragments and ORDER BY are as open as ever.
//
// Pitfalls:
//   - A builder that takes condition strings checks neither names nor quoting.
//   - Lazy loading in an ORM turns a loop into N+1 queries.
//
// Trade-offs: The sqlc tool adds a build step and gives compile-time types; a builder adds an API to learn; an ORM adds both a mapping and its surprises. Plain database/sql stays readable to everyone.
//
// From Python: SQLAlchemy is ORM and builder at once, and sessions load lazily. Go's ORMs have no session: nothing is flushed or
// loaded behind an attribute, so the query stands where the call stands.
//
// Level: mid. Tags: sql, orm, codegen. Needs: sqlite. See: [database/sql], patterns/relation/nplusone, security/safesql/injection.
func Example_layer() {
	ctx := context.Background()
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.Exec(`CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT);
		INSERT INTO people (name) VALUES ('Ann'), ('Bob'), ('Anton')`); err != nil {
		fmt.Println(err)
		return
	}
	hand, err := byHand(ctx, db, "An")
	fmt.Println("by hand:  ", hand, err)
	generated, err := (&queries{db}).ListPeople(ctx, "An")
	fmt.Println("generated:", generated, err)

	built := selectFrom{table: "people", columns: []string{"id", "name"}}.filter("name LIKE ?", "An%").filter("id > ?", 1)
	fmt.Println("built:    ", built)
	var one person
	err = db.QueryRow(built.String(), built.args...).Scan(&one.ID, &one.Name)
	fmt.Println("          ", one, err)

	typo := selectFrom{table: "people", columns: []string{"id", "nmae"}}.filter("id > ?", 1)
	_, err = db.Query(typo.String(), typo.args...)
	fmt.Println("a typing error in a built or hand-written query is found when it runs:", err != nil)
	// Output:
	// by hand:   [{1 Ann} {3 Anton}] <nil>
	// generated: [{1 Ann} {3 Anton}] <nil>
	// built:     SELECT id, name FROM people WHERE name LIKE ? AND id > ? ORDER BY id
	//            {3 Anton} <nil>
	// a typing error in a built or hand-written query is found when it runs: true
}
