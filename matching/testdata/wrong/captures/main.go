// want: panic "arm 1: unreachable"
// The second arm is hidden by the first. MustCompile of a package variable says so before main starts.
package main

import (
	"fmt"

	"github.com/goconcepts/cookbook/matching"
)

func say(what string) func(*matching.Bindings) (string, error) {
	return func(*matching.Bindings) (string, error) { return what, nil }
}

var kind = matching.MustCompile(
	matching.Case(matching.Map(matching.Key("status", matching.Between(400, 499))), say("client error")),
	matching.Case(matching.Map(matching.Key("status", matching.Lit(404))), say("not found")),
)

func main() { fmt.Println(kind.Match(map[string]any{"status": 404})) }
