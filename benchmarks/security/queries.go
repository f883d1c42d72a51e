package security

import (
	"database/sql"
	"errors"
	"fmt"
	"strings"

	_ "modernc.org/sqlite" // The database that the attacks run on.

	"github.com/goconcepts/cookbook/benchmarks/harness"
)

// queries builds a query of users in SQLite's dialect with one library.
type queries struct {
	// search finds by name, by a list and by a part of the name, ordered by a column, descending.
	search func(name string, ids []string, part, column string) (string, []any, error)
	// contains finds the names that have a part, with the library's own way to say LIKE.
	contains func(part string) (string, []any, error)
	// ordered is all names by a column that the user chose.
	ordered func(column string) (string, []any, error)
	// in and notIn find by a list.
	in, notIn func(ids []string) (string, []any, error)
}

func queryPeers() map[string]queries {
	return map[string]queries{
		harness.Ours:                      ourQueries(),
		"github.com/Masterminds/squirrel": squirrelQueries(),
		"github.com/doug-martin/goqu/v9":  goquQueries(),
		"github.com/huandu/go-sqlbuilder": sqlbuilderQueries(),
	}
}

var tenIDs = strings.Split("1 2 3 4 5 6 7 8 9 10", " ")

func queryJobs() []harness.Job {
	job := harness.Job{Name: "build a query: a value, IN of ten, LIKE, ORDER BY", Unit: "query"}
	peers := queryPeers()
	for _, library := range sorted(peers) {
		p := peers[library]
		job.Contestants = append(job.Contestants, contestant(library, func() (func() error, error) {
			return func() error {
				text, values, err := p.search("ada", tenIDs, "da", "name")
				if err != nil || len(values) != 12 || !strings.Contains(text, "ORDER BY") {
					return fmt.Errorf("%q, %d values, %v", text, len(values), err)
				}
				return nil
			}, nil
		}))
	}
	return []harness.Job{job}
}

func queryRows() []harness.Row {
	peers := queryPeers()
	return []harness.Row{
		row("ORDER BY of what a user sent runs nothing else", peers, orderRunsNothing),
		row("ORDER BY of what is no column is an error", peers, orderIsChecked),
		row("a search for % finds only names with %", peers, percentIsItself),
		row("IN of an empty list finds nothing, NOT IN everything", peers, emptyLists),
		row("40,000 values are refused before the database is asked", peers, tooMany),
	}
}

// users is a database with five names.
func users() (*sql.DB, error) {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	_, err = db.Exec(`CREATE TABLE users (id TEXT, name TEXT);
		INSERT INTO users VALUES ('1', 'ada'), ('2', 'bob'), ('3', '100%'), ('4', 'a_b'), ('5', 'wow!')`)
	return db, err
}

func count(db *sql.DB, text string, values []any) (n int, err error) {
	rows, err := db.Query(text, values...)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		n++
	}
	return n, rows.Err()
}

func orderRunsNothing(p queries) error {
	for _, attack := range []string{"name; DELETE FROM users; --", "name`; DELETE FROM users; --", `name"; DELETE FROM users; --`, "(SELECT 1); DELETE FROM users; --"} {
		db, err := users()
		if err != nil {
			return err
		}
		if text, values, err := p.ordered(attack); err == nil {
			_, _ = db.Exec(text, values...)
		}
		n, err := count(db, "SELECT id FROM users", nil)
		_ = db.Close()
		if err != nil || n != 5 {
			return fmt.Errorf("%q left %d of 5 rows, %v", attack, n, err)
		}
	}
	return nil
}

func orderIsChecked(p queries) error {
	db, err := users()
	if err != nil {
		return err
	}
	defer db.Close()
	for _, column := range []string{"1", "random()", "CASE WHEN 1 THEN id ELSE name END", `"nmae"`} {
		text, values, err := p.ordered(column)
		if err != nil {
			continue
		}
		if _, err := count(db, text, values); err == nil {
			return fmt.Errorf("%s was run: %s", column, text)
		}
	}
	return nil
}

func percentIsItself(p queries) error {
	db, err := users()
	if err != nil {
		return err
	}
	defer db.Close()
	text, values, err := p.contains("%")
	if err != nil {
		return err
	}
	n, err := count(db, text, values)
	if err == nil && n != 1 {
		err = fmt.Errorf("found %d of 5", n)
	}
	return err
}

func emptyLists(p queries) error {
	db, err := users()
	if err != nil {
		return err
	}
	defer db.Close()
	for want, build := range map[int]func([]string) (string, []any, error){0: p.in, 5: p.notIn} {
		text, values, err := build(nil)
		if err != nil {
			return err
		}
		if n, err := count(db, text, values); err != nil || n != want {
			return fmt.Errorf("%s: %d rows, not %d, %v", text, n, want, err)
		}
	}
	return nil
}

func tooMany(p queries) error {
	if _, _, err := p.in(make([]string, 40_000)); err == nil {
		return errors.New("built")
	}
	return nil
}
