package caching_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/goconcepts/cookbook/caching"
)

// Why jitter a TTL?
//
// What is stored together expires together: after a deploy fills a cache, all entries die at
// the same moment one TTL later, and the database gets every load at once, again and again.
// Taking a random part off each TTL spreads the deaths, and so the loads, over that part.
// A cache of one process and a fleet of caches need it alike.
//
// Follow-ups:
//   - How much? Ten to twenty percent turns a spike into a plateau and costs hardly any hits.
//   - Shorter or longer? Shorter, so that the TTL stays a promise about the greatest age.
//   - Does it stop a stampede on one hot key? No, that key still dies for everybody at once: share its load.
//
// Pitfalls:
//   - A random number drawn once per process shifts all entries together and spreads nothing.
//
// Trade-offs: Entries die a little early, so a few more loads; with a handful of keys there is no
// herd to spread.
//
// From Python: The same idea as random.uniform on the timeout given to a cache client; the Python
// original compares every entry with one fixed hour.
//
// Level: mid. Tags: ttl, jitter, thundering-herd. See: caching/ttl, caching/stampede.
func Example_jitter() {
	for _, jitter := range []float64{0, 0.2} {
		synctest.Test(new(testing.T), func(*testing.T) {
			cache, err := caching.New(caching.Config[int, int]{Capacity: 1000, TTL: 100 * time.Second, Jitter: jitter})
			if err != nil {
				panic(err)
			}
			for k := range 1000 {
				cache.Set(k, k)
			}
			alive, ticks, most := 1000, 0, 0
			for alive > 0 {
				time.Sleep(time.Second)
				left := 0
				for range cache.All() {
					left++
				}
				if died := alive - left; died > 0 {
					ticks, most = ticks+1, max(most, died)
				}
				alive = left
			}
			fmt.Printf("jitter %.1f: one tick only %t, at most 100 in a tick %t\n", jitter, ticks == 1, most <= 100)
		})
	}
	// Output:
	// jitter 0.0: one tick only true, at most 100 in a tick false
	// jitter 0.2: one tick only false, at most 100 in a tick true
}
