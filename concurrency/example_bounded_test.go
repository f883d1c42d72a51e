package concurrency_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/goconcepts/cookbook/concurrency"
)

// How do you bound parallelism?
//
// With as many tokens as may be in flight: a buffered channel, filled before a
// goroutine starts and emptied when it ends, errgroup.SetLimit, or a fixed number of workers. Take the token before
// go, not inside, or a million goroutines wait for it. [concurrency.Map] bounds and
// keeps the order.
//
// Follow-ups:
//   - How wide for CPU work? GOMAXPROCS. For waiting work? What the other side bears, found by measuring.
//   - A bound for the whole program? One semaphore or one [concurrency.Pool], shared by all callers.
//   - Items of different cost? A weighted semaphore.
//
// Pitfalls:
//   - A task that holds a token and waits for a second one: with all tokens held so, nobody goes on.
//   - The token is not given back when the task panics: defer it.
//
// Trade-offs: Workers save starting a goroutine for each item; tokens leave the code as it was.
//
// From Python: Use max_workers of an executor, or asyncio.Semaphore around the await; a
// gather over ten thousand calls is not bounded by itself.
//
// Level: mid. Tags: limits, semaphore, pool. Since: go1.25. See: [concurrency.Map], concurrency/semaphore, concurrency/workerpool.
func Example_bounded() {
	const limit, tasks = 3, 10
	var inFlight, most atomic.Int64
	task := func(int) {
		now := inFlight.Add(1)
		for old := most.Load(); now > old && !most.CompareAndSwap(old, now); old = most.Load() {
		}
		time.Sleep(time.Second)
		inFlight.Add(-1)
	}
	synctest.Test(new(testing.T), func(*testing.T) {
		began := time.Now()
		tokens := make(chan struct{}, limit)
		var wg sync.WaitGroup
		for i := range tasks {
			tokens <- struct{}{} // before go
			wg.Go(func() {
				defer func() { <-tokens }()
				task(i)
			})
		}
		wg.Wait()
		fmt.Println("tokens: most in flight", most.Swap(0), "in", time.Since(began))

		began = time.Now()
		concurrency.Each(make([]int, tasks), task, &concurrency.Options{Width: limit})
		fmt.Println("Each: most in flight", most.Load(), "in", time.Since(began))
	})
	// Output:
	// tokens: most in flight 3 in 4s
	// Each: most in flight 3 in 4s
}
