package caching_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/goconcepts/cookbook/caching"
)

// What does an LRU need for production?
//
// A lock, since even a hit changes the order; a capacity that is exact and never
// "unlimited by default"; hits that allocate nothing; counters; lifetimes; one load for many
// callers; and a word about what was removed. [caching.Cache] has these. Its LRU
// policy takes a lock for each hit; the other policies read without one.
//
// Follow-ups:
//   - Why not sync.Map? It has no bound, and a cache without a bound is a memory leak.
//   - Would a RWMutex help? An LRU's hit writes, so no; a policy that only marks an entry lets readers go on without a lock.
//   - How do you see that it works? Hits and misses as counters; a hit ratio that falls is the first symptom.
//
// Pitfalls:
//   - A hit that boxes its key or value in an interface allocates on each call, unless it is a pointer or a small number.
//   - Capacities split evenly over shards evict while there is still room elsewhere.
//
// Trade-offs: With a few hundred fixed keys, a map under a mutex or sync.OnceValue is enough
// and easier to read.
//
// From Python: Python's lru_cache is bounded and its C code is safe for threads; the Python original's own
// LRUCache is neither locked nor counted. maxsize=None there means unbounded: here
// a capacity of zero is an error.
//
// Level: mid. Tags: lru, capacity, allocations, concurrency. See: [caching.Cache], caching/lru, caching/policies.
func Example_production() {
	cache, err := caching.New(caching.Config[int, int]{Capacity: 1000, Policy: caching.LRU})
	if err != nil {
		panic(err)
	}
	var clients sync.WaitGroup
	for client := range 100 {
		clients.Go(func() {
			for i := range 100 {
				cache.Set(client*100+i, i)
			}
		})
	}
	clients.Wait()
	fmt.Println("entries after 10000 distinct keys:", cache.Len())
	fmt.Println("evictions:", cache.Stats().Evictions)

	cache.Set(7, 49)
	fmt.Println("allocations a hit:", testing.AllocsPerRun(100, func() { cache.Get(7) }))

	_, err = caching.New(caching.Config[int, int]{})
	fmt.Println(err)
	// Output:
	// entries after 10000 distinct keys: 1000
	// evictions: 9000
	// allocations a hit: 0
	// caching: config: Capacity is 0, want 1 to 2147483647
}
