package concurrency_test

import (
	"fmt"
	"sync"
	"sync/atomic"
)

// What is wrong with Add inside the goroutine?
//
// Wait may run before the goroutine has: the counter is still zero, Wait returns
// at once, and the work goes on without anybody waiting. Count before you start:
// wg.Add(1) stands before the go statement, or better, wg.Go(f) does add, start and
// done in one. go vet reports the wrong order since Go 1.25.
//
// Follow-ups:
//   - May a WaitGroup be used again? Yes, when all Waits have returned before the next Add.
//   - May a task call Go on the same group? Yes: the counter is not zero while it runs.
//   - What if f panics in Go? The program dies with that panic; Go does not call Done first.
//
// Pitfalls:
//   - Passing a WaitGroup by value: each copy counts alone; go vet says so.
//   - A Done that is not deferred is skipped by a panic or an early return.
//
// Trade-offs: Choose errgroup when tasks return errors, [concurrency.Each] when they must be bounded; a plain WaitGroup otherwise.
//
// From Python: A list of threads, each started, then each joined; the list is the
// counter, so that mistake cannot be made there.
//
// Level: mid. Tags: waitgroup, goroutines. Since: go1.25. See: [sync.WaitGroup.Go], concurrency/errgroup.
func Example_waitgroup() {
	var (
		wg   sync.WaitGroup
		done atomic.Int64
	)
	for range 100 {
		wg.Go(func() {
			wg.Go(func() { done.Add(1) }) // the counter is at least one here
			done.Add(1)
		})
	}
	wg.Wait()
	fmt.Println("done:", done.Load())
	// Output: done: 200
}
