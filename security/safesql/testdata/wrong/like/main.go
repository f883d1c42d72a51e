// want: output "found 2 of 2"
// The placeholder stops injection, and the user's percent sign is a wildcard
// still: a search for a literal percent sign lists everything.
package main

import (
	"database/sql"
	"fmt"

	_ "modernc.org/sqlite"
)

func main() {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		panic(err)
	}
	db.SetMaxOpenConns(1)
	var n int
	input := "%"
	err = db.QueryRow("SELECT count(*) FROM (SELECT 'wool' AS name UNION SELECT 'cotton') WHERE name LIKE ?", "%"+input+"%").Scan(&n)
	fmt.Println("found", n, "of 2", err)
}
