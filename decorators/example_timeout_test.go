package decorators_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/goconcepts/cookbook/decorators"
)

// Why does this timeout wrapper leak?
//
// It starts the function in a goroutine and selects between its result and
// time.After. When the time wins nobody receives any more: the send on the
// unbuffered channel blocks for ever, and the goroutine with all it holds is
// lost. A timeout cannot stop a function from outside. Give the function a
// context with the deadline, and wait for it.
//
// Follow-ups:
//   - Is a buffered channel the cure? It lets the goroutine end, but only when the function does: a stuck one still stays, unseen.
//   - How does a function heed a context? It passes it on to I/O, selects on Done where it waits, and asks Err in long loops.
//   - Who ended the call? context.Cause, or the TimeoutError that decorators.Timeout returns: it names its own layer.
//
// Pitfalls:
//   - Not calling cancel: the timer and the child context live until the deadline.
//   - Taking a late success for a failure: if the function returned a value, use it.
//
// Trade-offs: Waiting for the function makes the timeout as late as the function is careless. For code that
// takes no context one can only abandon the goroutine, and must then bound how many are abandoned.
//
// From Python: Python's asyncio.wait_for cancels by raising inside the coroutine at the await where it waits; a
// thread cannot be stopped while it blocks. Go has no exception from outside: stopping is always cooperative.
//
// Level: mid. Tags: context, timeout, leaks. Since: go1.25. See: decorators/order, [context.WithTimeout].
func Example_timeout() {
	synctest.Test(new(testing.T), func(*testing.T) {
		result, ended := make(chan int), make(chan bool, 1)
		leaky := func(d time.Duration, f func() int) (int, error) {
			go func() {
				result <- f() // blocks for ever when nobody receives
				ended <- true
			}()
			select {
			case n := <-result:
				return n, nil
			case <-time.After(d):
				return 0, context.DeadlineExceeded
			}
		}
		_, err := leaky(time.Second, func() int { time.Sleep(time.Minute); return 1 })
		time.Sleep(time.Hour)
		synctest.Wait()
		fmt.Println("leaky:", err, "- an hour later the goroutine has ended:", len(ended) == 1)
		fmt.Println("only a receiver frees it:", <-result)

		waits := func(ctx context.Context, _ int) (int, error) {
			defer func() { fmt.Println("the function has ended") }()
			select {
			case <-time.After(time.Minute):
				return 1, nil
			case <-ctx.Done():
				return 0, ctx.Err()
			}
		}
		begun := time.Now()
		_, err = decorators.Timeout(time.Second, waits)(context.Background(), 0)
		fmt.Println("with a context:", errors.Is(err, context.DeadlineExceeded), "after", time.Since(begun))
	})
	// Output:
	// leaky: context deadline exceeded - an hour later the goroutine has ended: false
	// only a receiver frees it: 1
	// the function has ended
	// with a context: true after 1s
}
