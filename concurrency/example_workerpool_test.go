package concurrency_test

import (
	"fmt"
	"sync"
)

// poolMap calls f for each item on so many workers, and keeps the order.
func poolMap[T, R any](items []T, workers int, f func(T) R) []R {
	type result struct {
		index int
		value R
	}
	in, out := make(chan int), make(chan result)
	go func() {
		defer close(in) // the sender closes
		for i := range items {
			in <- i
		}
	}()
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for i := range in {
				out <- result{i, f(items[i])}
			}
		})
	}
	go func() {
		wg.Wait()
		close(out) // nobody sends any more
	}()
	values := make([]R, len(items))
	for r := range out {
		values[r.index] = r.value
	}
	return values
}

// Write a worker pool by hand
//
// W goroutines range over one channel of jobs, and a WaitGroup counts them. Who
// sends the jobs closes that channel; the workers then end by themselves; who
// waited for all of them closes the results. Nothing is left running, and
// results that carry their index can be put in order.
//
// Follow-ups:
//   - Who closes the results? A goroutine that waits for the workers: only then does nobody send.
//   - Why is the channel of jobs not buffered? Handing over one at a time is the back-pressure.
//   - What does [concurrency.Map] add? Errors, cancellation, panics with their index, and no channel operation an item.
//
// Pitfalls:
//   - Waiting for the workers before reading the results: both sides wait for ever.
//   - A worker that panics takes the whole program with it.
//
// From Python: Python's concurrent.futures.ThreadPoolExecutor with map; here the threads are
// goroutines, the queue is a channel, and closing it replaces shutdown.
//
// Level: junior. Tags: pool, channels, waitgroup. Since: go1.25. See: [sync.WaitGroup.Go], concurrency/bounded, concurrency/closing.
func Example_workerpool() {
	square := func(n int) int { return n * n }
	fmt.Println(poolMap([]int{0, 1, 2, 3, 4, 5, 6, 7}, 3, square))
	// Output: [0 1 4 9 16 25 36 49]
}
