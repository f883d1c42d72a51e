// want: panic "safesql: Names: entry 2 is no identifier"
// The allow-list is meant for names. An expression in it is a mistake that
// shows at the first start, not at the first attack.
package main

import "github.com/goconcepts/cookbook/security/safesql"

func main() {
	sortable := safesql.Names("id", "name; DROP TABLE users")
	_ = sortable.Asc("id")
}
