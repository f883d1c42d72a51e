package caching_test

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"

	"github.com/goconcepts/cookbook/caching"
)

// A delete arrives while the key is being loaded. What must not happen?
//
// The load read the old row before the writer changed it and deleted the key; if the load
// then stores what it read, the stale value is back and stays. So a Set or Delete during a load
// must win: the load still answers those who waited, who asked before the change, but
// its result is not stored, and the next reader loads again.
//
// Follow-ups:
//   - In which order do you write? Database first, then delete the key; the other way round invites a stale load between the two.
//   - Delete or set after a write? Delete: two writers that set can finish in the wrong order.
//   - And in a shared cache? The same with a lease or a version compared on writing (memcached's gets and cas).
//
// Pitfalls:
//   - Checking "was it deleted?" before storing, without a lock over both steps, only makes the race rarer.
//
// Trade-offs: A key that is written all the time is never cached; a short TTL alone is simpler where
// seconds of staleness hurt nobody.
//
// From Python: Python's lru_cache cannot delete one key at all, only clear everything; and its
// cache_clear during a call does not keep that call's result out either.
//
// Level: senior. Tags: invalidation, race, linearizability. Since: go1.25. See: [caching.Cache.Delete], caching/stampede, caching/strategies.
func Example_invalidation() {
	synctest.Test(new(testing.T), func(*testing.T) {
		cache, err := caching.New(caching.Config[string, string]{Capacity: 10})
		if err != nil {
			panic(err)
		}
		row := "old"
		goOn := make(chan struct{})
		slow := func(context.Context, string) (string, error) {
			read := row
			<-goOn
			return read, nil
		}
		go func() {
			v, err := cache.GetOrLoad(context.Background(), "user", slow)
			fmt.Println("who waited got", v, err)
		}()
		synctest.Wait() // the load has read the old row

		row = "new"
		cache.Delete("user")
		close(goOn)
		synctest.Wait()

		_, ok := cache.Get("user")
		fmt.Println("the stale value came back:", ok)
		v, err := cache.GetOrLoad(context.Background(), "user", slow)
		fmt.Println("the next reader gets", v, err)
	})
	// Output:
	// who waited got old <nil>
	// the stale value came back: false
	// the next reader gets new <nil>
}
