package caching_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/goconcepts/cookbook/caching"
)

// How do you serve stale data while you revalidate it?
//
// Give an entry two ages: after the first it is stale but still answers at once, while one
// load in the background brings the new value; after the second it is gone. Nobody waits for a
// refresh. If the load fails, the stale value stays until the second age, so the cache
// covers a short outage of the source. The failure goes to a hook, not to a caller.
//
// Follow-ups:
//   - How do you keep hot keys from ever being stale? Refresh ahead: RefreshAfter loads before the TTL ends.
//   - Which context does the refresh get? One of its own with a limit, since the request that started it is soon over.
//   - What does HTTP call this? stale-while-revalidate and stale-if-error, RFC 5861.
//
// Pitfalls:
//   - One refresh per request instead of one per key is a stampede in the background.
//   - An unlimited stale time hides a dead source for days: watch the hook.
//
// Trade-offs: Readers may see data older than the TTL. For a balance or a permission choose to wait, for a
// page or a counter choose the stale value.
//
// From Python: The Python original computes in the caller's thread once the hour is over, so each hour
// somebody waits, and an error then reaches the caller though the old value is still in the dict.
//
// Level: senior. Tags: stale-while-revalidate, refresh, outage. Since: go1.25. See: [caching.Config], caching/ttl, caching/stampede.
func Example_stale() {
	synctest.Test(new(testing.T), func(*testing.T) {
		cache, err := caching.New(caching.Config[string, int]{
			Capacity: 10,
			TTL:      time.Minute,
			StaleFor: time.Hour,
			OnError:  func(key string, err error) { fmt.Println("refresh of", key, "failed:", err) },
		})
		if err != nil {
			panic(err)
		}
		version, down := 0, false
		load := func(context.Context, string) (int, error) {
			if down {
				return 0, errors.New("source is down")
			}
			version++
			return version, nil
		}
		get := func(when string) {
			v, err := cache.GetOrLoad(context.Background(), "page", load)
			fmt.Println(when, v, err)
			synctest.Wait() // lets a refresh end
		}
		get("first:")
		time.Sleep(time.Minute)
		get("past the TTL:")
		get("after the refresh:")

		down = true
		time.Sleep(time.Minute)
		get("source down:")
		get("still down:")
		time.Sleep(time.Hour)
		get("too old:")
	})
	// Output:
	// first: 1 <nil>
	// past the TTL: 1 <nil>
	// after the refresh: 2 <nil>
	// source down: 2 <nil>
	// refresh of page failed: source is down
	// still down: 2 <nil>
	// refresh of page failed: source is down
	// too old: 0 source is down
}
