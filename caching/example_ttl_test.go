package caching_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/goconcepts/cookbook/caching"
)

// A TTL cache: when exactly is an entry gone?
//
// Store the deadline with the value and compare it at each lookup: present while now is
// before the deadline, gone from the deadline on. No timer and no goroutine is needed;
// writers remove what is dead. Use the monotonic clock, so that nobody who sets the
// wall clock makes entries immortal. testing/synctest proves it to the nanosecond.
//
// Follow-ups:
//   - Who removes entries that nobody asks for? The next writers do; until then the capacity bounds them.
//   - Does a hit prolong the life? Not with a TTL, which bounds staleness; sessions want that, and set the entry again.
//   - Which TTL? The age at which a wrong answer starts to hurt.
//
// Pitfalls:
//   - A janitor goroutine per cache must be closed, and holds the cache alive until it is.
//   - time.Now().Unix() is wall time in whole seconds: entries live up to a second too long or too short.
//
// Trade-offs: A TTL bounds how stale data gets without any message from the writer; where
// the writer can tell, delete at the write and keep a long TTL as a safety net.
//
// From Python: Python's lru_cache has no TTL. The Python original builds one over time.time(), which
// follows the wall clock, and a dict that never forgets a dead key: it grows for ever.
//
// Level: mid. Tags: ttl, time, monotonic. Since: go1.25. See: [testing/synctest], caching/jitter, caching/stale.
func Example_ttl() {
	synctest.Test(new(testing.T), func(*testing.T) {
		cache, err := caching.New(caching.Config[string, int]{Capacity: 10, TTL: time.Minute})
		if err != nil {
			panic(err)
		}
		cache.Set("session", 1)
		cache.SetTTL("token", 2, time.Second)

		time.Sleep(time.Second)
		_, ok := cache.Get("token")
		fmt.Println("token at its own TTL:", ok)

		time.Sleep(59*time.Second - time.Nanosecond)
		_, ok = cache.Get("session")
		fmt.Println("session one nanosecond before:", ok)

		time.Sleep(time.Nanosecond)
		_, ok = cache.Get("session")
		fmt.Println("session at the TTL:", ok)
	})
	// Output:
	// token at its own TTL: false
	// session one nanosecond before: true
	// session at the TTL: false
}
