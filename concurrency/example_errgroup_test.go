package concurrency_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/sync/errgroup"
)

// When is errgroup enough?
//
// When a handful of tasks succeed or fail together: Go starts them, Wait
// joins them and returns the first error in time, WithContext cancels the others at
// that moment, SetLimit bounds them. It keeps no results and no order, returns
// whichever error came first, and a task that ends by runtime.Goexit looks like success.
//
// Follow-ups:
//   - What does Go do at the limit? It blocks until a task ends; TryGo returns false instead.
//   - What is the context after Wait? Cancelled, also when all went well.
//   - How do you keep results? Each task writes to its own index of a slice.
//
// Pitfalls:
//   - Passing the outer ctx to the tasks: then nothing is cancelled.
//   - Using the group's ctx after Wait.
//
// Trade-offs: [concurrency.MapErr] when results, the lowest failing index or panics matter; a WaitGroup when nothing can fail.
//
// From Python: Python's asyncio.TaskGroup also cancels the siblings, and raises all errors as one
// ExceptionGroup; errgroup keeps only the first.
//
// Level: junior. Tags: errgroup, errors, cancel. Since: go1.25. See: [errgroup.Group], concurrency/errors.
func Example_errgroup() {
	synctest.Test(new(testing.T), func(*testing.T) {
		g, ctx := errgroup.WithContext(context.Background())
		g.SetLimit(3)
		squares := make([]int, 3)
		for i := range squares {
			g.Go(func() error {
				if i == 1 {
					time.Sleep(time.Second)
					return errors.New("item 1 failed")
				}
				select {
				case <-ctx.Done():
					fmt.Println("sibling cancelled:", context.Cause(ctx))
					return ctx.Err()
				case <-time.After(time.Hour):
					squares[i] = i * i
					return nil
				}
			})
		}
		fmt.Println("room for a fourth:", g.TryGo(func() error { return nil }))
		fmt.Println("Wait:", g.Wait())
	})
	// Output:
	// room for a fourth: false
	// sibling cancelled: item 1 failed
	// sibling cancelled: item 1 failed
	// Wait: item 1 failed
}
