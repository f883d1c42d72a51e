package concurrency_test

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/sync/semaphore"
)

// What is a fair weighted semaphore?
//
// Weighted: each caller takes as many units as its work costs, such as megabytes
// or connections, and gives them back. Fair: callers are served in order of arrival. A
// caller who wants much waits at the head, and small ones queue behind it even when there is room
// for them now; otherwise a stream of small ones would starve it.
//
// Follow-ups:
//   - What does fairness cost? Units lie idle while the head waits for more.
//   - What if more is asked than there is? Acquire waits until its context ends, then fails.
//   - With unit weight only? A buffered channel of empty structs is a semaphore.
//
// Pitfalls:
//   - Two Acquires in one task: two tasks that hold half each wait for ever.
//   - Releasing more than was taken panics.
//
// Trade-offs: A channel for a plain limit; errgroup.SetLimit when goroutines are what is bounded; a
// weighted semaphore when costs differ.
//
// From Python: Python's threading.Semaphore takes one unit at a time and promises no order among
// those who wait; asyncio.Semaphore is first come, first served, also by one.
//
// Level: senior. Tags: semaphore, fairness, limits. Since: go1.25. See: [semaphore.Weighted], concurrency/bounded.
func Example_semaphore() {
	synctest.Test(new(testing.T), func(*testing.T) {
		ctx, began := context.Background(), time.Now()
		units := semaphore.NewWeighted(3)
		use := func(name string, n int64, at, lasts time.Duration) {
			go func() {
				time.Sleep(at)
				if units.Acquire(ctx, n) == nil {
					fmt.Println(time.Since(began), name, "has", n)
					time.Sleep(lasts)
					units.Release(n)
				}
			}()
		}
		use("small a", 1, 0, 5*time.Second)
		use("big", 3, 1*time.Second, 5*time.Second)
		for i := range 3 { // there is room for these, but big came first
			use(fmt.Sprint("small ", i), 1, time.Duration(2+i)*time.Second, time.Duration(5+i)*time.Second)
		}
		time.Sleep(4500 * time.Millisecond)
		fmt.Println(time.Since(began), "room for one more that jumps the queue:", units.TryAcquire(1))
		time.Sleep(time.Minute)
	})
	// Unordered output:
	// 0s small a has 1
	// 4.5s room for one more that jumps the queue: false
	// 5s big has 3
	// 10s small 0 has 1
	// 10s small 1 has 1
	// 10s small 2 has 1
}
