// want: output "bob reads: secret of alice"
//
// The key is joined from its parts: two users' requests have one key, and one
// is served what belongs to the other.
package main

import (
	"fmt"
	"strings"

	"github.com/goconcepts/cookbook/caching"
)

func main() {
	cache, err := caching.New(caching.Config[string, string]{Capacity: 10})
	if err != nil {
		panic(err)
	}
	key := func(parts ...string) string { return strings.Join(parts, ":") }
	cache.Set(key("alice", "x:1"), "secret of alice")
	if v, ok := cache.Get(key("alice:x", "1")); ok { // the user "alice:x", called bob
		fmt.Println("bob reads:", v)
	}
}
