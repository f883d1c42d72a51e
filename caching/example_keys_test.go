package caching_test

import (
	"fmt"
	"math"
	"strings"

	"github.com/goconcepts/cookbook/caching"
)

// What makes a good cache key?
//
// A comparable struct of all that the answer depends on: it compares by fields, is typed,
// and costs no formatting. A string joined from parts collides as soon as a part may hold
// the separator, and then one user sees another's data. The key must hold everything that
// changes the answer (tenant, language, version) and nothing that does not.
//
// Follow-ups:
//   - What if an argument is a slice? It is not comparable: use a string or array of its content, or its hash.
//   - May a key be a float? Yes, but NaN equals nothing, so it is never found again; this cache does not keep it.
//   - Are pointers good keys? They compare by address: right for identity, wrong for equal contents.
//
// Pitfalls:
//   - A key of an interface type panics when the value in it is not comparable.
//   - Leaving the tenant out of the key is a data leak, not a low hit ratio.
//
// Trade-offs: For a cache across processes the key must be text; then escape or length-prefix each part.
//
// From Python: The Python original's key is str(args) + str(kwargs), so two objects with one
// repr share an entry. lru_cache hashes the arguments, but unless typed=True it takes (1, 0), (1.0, 0) and (True, 0) for one key.
//
// Level: mid. Tags: keys, comparable, collision, nan. See: [caching.Pair], [caching.Func2], caching/methods.
func Example_keys() {
	joined := func(parts ...string) string { return strings.Join(parts, ":") }
	fmt.Println("joined strings collide:", joined("a:b", "c") == joined("a", "b:c"))

	type pageKey struct{ tenant, path string }
	fmt.Println("structs collide:", pageKey{"a:b", "c"} == pageKey{"a", "b:c"})

	calls := 0
	page, err := caching.Func2(func(tenant, path string) string {
		calls++
		return tenant + "|" + path
	}, caching.Config[caching.Pair[string, string], string]{Capacity: 10})
	if err != nil {
		panic(err)
	}
	fmt.Println(page("a:b", "c"), page("a", "b:c"), page("a:b", "c"), "calls:", calls)

	floats, err := caching.New(caching.Config[float64, string]{Capacity: 10})
	if err != nil {
		panic(err)
	}
	for range 100 {
		floats.Set(math.NaN(), "never found again")
	}
	fmt.Println("NaN entries:", floats.Len())
	// Output:
	// joined strings collide: true
	// structs collide: false
	// a:b|c a|b:c a:b|c calls: 2
	// NaN entries: 0
}
