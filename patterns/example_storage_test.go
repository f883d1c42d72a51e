package patterns_test

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	_ "modernc.org/sqlite"
)

// asCrashLeavesIt copies the files of dir as a killed process leaves them: whatever
// was written, and nothing that was only meant to be.
func asCrashLeavesIt(dir string) (string, error) {
	left := dir + "-after"
	return left, os.CopyFS(left, os.DirFS(dir))
}

func sumOfFiles(dir string) (sum int, err error) {
	for _, name := range []string{"a", "b"} {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return 0, err
		}
		n, err := strconv.Atoi(strings.TrimSpace(string(text)))
		if err != nil {
			return 0, err
		}
		sum += n
	}
	return sum, nil
}

// crashOnFiles moves 30 from a to b and dies between the two writes.
func crashOnFiles(dir string) (sum int, err error) {
	for _, write := range [][2]string{{"a", "100"}, {"b", "0"}, {"a", "70"}} {
		if err := os.WriteFile(filepath.Join(dir, write[0]), []byte(write[1]), 0o600); err != nil {
			return 0, err
		}
	}
	left, err := asCrashLeavesIt(dir) // b = 30 was never written
	if err != nil {
		return 0, err
	}
	return sumOfFiles(left)
}

// crashInTransaction does the same inside a transaction.
func crashInTransaction(dir string) (sum int, err error) {
	db, err := sql.Open("sqlite", filepath.Join(dir, "bank.db"))
	if err != nil {
		return 0, err
	}
	defer db.Close()
	if _, err = db.Exec(`CREATE TABLE account (name TEXT PRIMARY KEY, cents INT NOT NULL);
		INSERT INTO account VALUES ('a', 100), ('b', 0)`); err != nil {
		return 0, err
	}
	tx, err := db.Begin()
	if err != nil {
		return 0, err
	}
	defer tx.Rollback()
	if _, err := tx.Exec(`UPDATE account SET cents = cents - 30 WHERE name = 'a'`); err != nil {
		return 0, err
	}
	left, err := asCrashLeavesIt(dir) // neither the second UPDATE nor COMMIT was reached
	if err != nil {
		return 0, err
	}
	after, err := sql.Open("sqlite", filepath.Join(left, "bank.db"))
	if err != nil {
		return 0, err
	}
	defer after.Close()
	return sum, after.QueryRow(`SELECT sum(cents) FROM account`).Scan(&sum)
}

// SQL or NoSQL: how do you decide?
//
// By the invariants. If one fact lies in several rows, such as money moved between two
// accounts, you want transactions: after a crash all of it happened or none. If each fact
// is one document under one key and the access paths are known, a key-value or document
// store scales out more simply. Begin with SQL when unsure.
//
// Follow-ups:
//   - Does NoSQL have transactions? Several do, within limits of size, partition or cost: ask what a transaction over two keys costs there.
//   - What of JSON columns? A relational engine with JSON columns and indexes on them covers much of what document stores are chosen for.
//   - When does one machine not suffice? Measure first: one PostgreSQL with replicas serves most companies; then partition by the key that the invariants stay within.
//
// Pitfalls:
//   - Two writes without a transaction keep the invariant in every test and lose it in the first crash.
//   - No schema in the database means a schema in every program that reads it, in all its versions.
//
// Trade-offs: SQL gives constraints, joins and queries nobody planned; a key-value store gives predictable
// latency and easy partitions, and leaves constraints to you.
//
// From Python: The choice does not depend on the language. The Python original keeps its links in two dictionaries
// that save updates one after the other, which is the same broken invariant as the two files here.
//
// Level: senior. Tags: databases, transactions, consistency. Since: go1.23. Needs: sqlite, files. See: [database/sql], patterns/tx/savepoint, patterns/monolith.
func Example_storage() {
	dir, err := os.MkdirTemp("", "storage")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	for _, store := range []struct {
		name  string
		crash func(dir string) (int, error)
	}{{"two files", crashOnFiles}, {"transaction", crashInTransaction}} {
		place := filepath.Join(dir, strings.ReplaceAll(store.name, " ", "-"))
		if err := os.Mkdir(place, 0o700); err != nil {
			fmt.Println(err)
			return
		}
		sum, err := store.crash(place)
		fmt.Printf("%s: 100 before the crash, %d after it; kept: %t %v\n", store.name, sum, sum == 100, err)
	}
	// Output:
	// two files: 100 before the crash, 70 after it; kept: false <nil>
	// transaction: 100 before the crash, 100 after it; kept: true <nil>
}
