package concurrency_test

import (
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// CPU-bound work on all cores: where is the GIL?
//
// There is none: goroutines compute at the same time, as many as
// [runtime.GOMAXPROCS], which is the number of cores. Split the input into parts, sum each in a
// goroutine of its own, add the parts. The sum is the same at any width; more
// workers than cores win nothing.
//
// Follow-ups:
//   - How many workers? As many as GOMAXPROCS; since Go 1.25 that heeds the container's CPU limit too.
//   - Why did two cores give less than 2x? Memory bandwidth, uneven parts, or parts too small to pay for a goroutine.
//
// Pitfalls:
//   - One shared counter that all workers add to: the cores then wait for each other's cache line.
//   - Floating-point sums depend on the split; integer sums do not.
//
// Trade-offs: Parts of equal cost may be split beforehand; uneven ones want a shared
// cursor or [concurrency.Map], where no worker idles while an item waits.
//
// From Python: Python's multiprocessing.Pool copies arguments between processes to get round the
// GIL; here the workers share memory. The free-threaded build of CPython removes the lock, not the interpreter's cost an operation.
//
// Level: mid. Tags: gil, cpu, parallelism. Since: go1.25. See: [runtime.GOMAXPROCS], concurrency/models, concurrency/scheduler.
func Example_cpubound() {
	const n = 1_000_000
	sum := func(workers int) (total int64) {
		parts := make([]int64, workers)
		var wg sync.WaitGroup
		for w := range workers {
			wg.Go(func() {
				part := int64(0) // local: no shared cache line in the loop
				for i := w * n / workers; i < (w+1)*n/workers; i++ {
					part += int64(i) * int64(i)
				}
				parts[w] = part
			})
		}
		wg.Wait()
		for _, part := range parts {
			total += part
		}
		return total
	}
	fmt.Println(sum(1), sum(2) == sum(1), sum(8) == sum(1))

	// Two meet when both are in flight at once. A global lock keeps one out.
	meet := func(lock chan bool) (met bool) {
		here := make(chan bool)
		var wg sync.WaitGroup
		for range 2 {
			wg.Go(func() {
				lock <- true
				select {
				case here <- true:
				case met = <-here:
				case <-time.After(time.Second):
				}
				<-lock
			})
		}
		wg.Wait()
		return met
	}
	synctest.Test(new(testing.T), func(*testing.T) {
		fmt.Println("two meet:", meet(make(chan bool, 2)))
		fmt.Println("two meet under a global lock:", meet(make(chan bool, 1)))
	})
	// Output:
	// 333332833333500000 true true
	// two meet: true
	// two meet under a global lock: false
}
