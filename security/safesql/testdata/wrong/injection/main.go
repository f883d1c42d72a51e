// want: compile "cannot use"
// The text of a query is put together from input. It does not compile, for a
// variable of type string does not convert to the type of the text.
package main

import (
	"os"

	"github.com/goconcepts/cookbook/security/safesql"
)

func main() {
	name := os.Args[0]
	_ = safesql.SQL("SELECT id FROM users WHERE name = '" + name + "'")
}
