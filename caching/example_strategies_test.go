package caching_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Cache-aside, write-through, write-behind: who talks to the database, and when?
//
// Aside: the application reads the cache, loads and stores on a miss, and on a write changes the
// database and deletes the key. Through: a write goes to the database and the cache before it
// returns. Behind: a write goes to the cache only and a later flush writes many
// changes at once. Aside is the default; behind trades safety for speed.
//
// Follow-ups:
//   - What is lost if the process dies? Behind loses all that was not flushed; the other two nothing.
//   - Why does aside delete and not set? Two writers that set may finish in the wrong order and leave the older value.
//   - Where does a loading cache stand? Read-through: like aside, but the cache itself calls the loader, once for many callers.
//
// Pitfalls:
//   - Deleting the key before the database write lets a reader put the old value back in between.
//   - Write-through without a bound fills the cache with data nobody reads.
//
// Trade-offs: Choose behind only for data you may lose or can replay (counters, last seen); through for what
// is read right after it is written; aside for everything else.
//
// From Python: The same three anywhere. The Python original's shortener counts accesses on the object that cache and repository share; with a real database behind it that is a write-behind that never flushes.
//
// Level: mid. Tags: cache-aside, write-through, write-behind. See: [caching.Cache.GetOrLoad], caching/invalidation.
func Example_strategies() {
	aside := newTracedStore()
	aside.write("a", 1)
	delete(aside.cache, "a")
	fmt.Println("aside:", aside.readThrough("a"), aside.readThrough("a"), aside.trace())

	through := newTracedStore()
	through.write("a", 1)
	through.cache["a"] = 1
	fmt.Println("through:", through.readThrough("a"), through.readThrough("a"), through.trace())

	behind := newTracedStore()
	dirty := map[string]bool{}
	for v := 1; v <= 3; v++ {
		behind.cache["a"] = v
		dirty["a"] = true
	}
	fmt.Println("behind:", behind.readThrough("a"), "before the flush", behind.trace())
	for _, key := range slices.Sorted(maps.Keys(dirty)) {
		behind.write(key, behind.cache[key])
	}
	fmt.Println("behind: after the flush", behind.trace())
	// Output:
	// aside: 1 1 [write a=1, read a]
	// through: 1 1 [write a=1]
	// behind: 3 before the flush []
	// behind: after the flush [write a=3]
}

// tracedStore is a database that writes down what it is asked, and a cache before it.
type tracedStore struct {
	rows, cache map[string]int
	asked       []string
}

func newTracedStore() *tracedStore {
	return &tracedStore{rows: map[string]int{}, cache: map[string]int{}}
}

func (s *tracedStore) write(key string, v int) {
	s.asked = append(s.asked, fmt.Sprintf("write %s=%d", key, v))
	s.rows[key] = v
}

func (s *tracedStore) readThrough(key string) int {
	if v, ok := s.cache[key]; ok {
		return v
	}
	s.asked = append(s.asked, "read "+key)
	s.cache[key] = s.rows[key]
	return s.cache[key]
}

func (s *tracedStore) trace() string { return "[" + strings.Join(s.asked, ", ") + "]" }
