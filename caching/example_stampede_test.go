package caching_test

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/goconcepts/cookbook/caching"
)

// A popular key expires and a hundred requests miss at once. How do you stop the stampede?
//
// Let the first miss start the load and all others wait for it: one call to the database
// however many ask. The load must belong to all who wait, not to the caller who
// happened to be first: if that one gives up, the others still get the value. Only when the
// last one has left is the load cancelled. [caching.Cache.GetOrLoad] does this.
//
// Follow-ups:
//   - Why not just x/sync/singleflight? Its function runs with the first caller's context, so that caller's cancel fails everybody.
//   - And across machines? Refresh ahead of the TTL with jitter, or a short lease in the shared store.
//   - What if the load panics? Everybody gets an error with its stack and the next caller tries again.
//
// Pitfalls:
//   - Holding the cache's lock while loading lets one slow key stop all the others.
//   - Remembering the error for as long as a value turns a hiccup into an outage.
//
// Trade-offs: One slow load now delays all its callers together; give it a limit of its own, or
// serve the stale value meanwhile.
//
// From Python: Python's lru_cache calls the function once per thread that misses; an asyncio.Task shared in a dict
// is cancelled with any one awaiter unless shielded. The Python original's decorator has no lock at all.
//
// Level: senior. Tags: stampede, singleflight, context. Since: go1.25. See: [caching.Cache.GetOrLoad], caching/stale, caching/invalidation.
func Example_stampede() {
	synctest.Test(new(testing.T), func(*testing.T) {
		cache, err := caching.New(caching.Config[string, string]{Capacity: 10})
		if err != nil {
			panic(err)
		}
		var calls, served, cancelled atomic.Int64
		load := func(ctx context.Context, key string) (string, error) {
			calls.Add(1)
			select {
			case <-time.After(time.Second):
				return "value of " + key, nil
			case <-ctx.Done():
				return "", ctx.Err()
			}
		}
		get := func(ctx context.Context) {
			switch _, err := cache.GetOrLoad(ctx, "hot", load); {
			case err == nil:
				served.Add(1)
			case errors.Is(err, context.Canceled):
				cancelled.Add(1)
			}
		}
		first, cancel := context.WithCancel(context.Background())
		go get(first)
		synctest.Wait() // the first caller's load runs
		for range 99 {
			go get(context.Background())
		}
		synctest.Wait()
		cancel()
		synctest.Wait()
		fmt.Println("the first caller has left:", cancelled.Load() == 1)
		time.Sleep(time.Second)
		synctest.Wait()
		fmt.Println("served:", served.Load(), "loads:", calls.Load())
	})
	// Output:
	// the first caller has left: true
	// served: 99 loads: 1
}
