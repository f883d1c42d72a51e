package concurrency_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/goconcepts/cookbook/concurrency"
)

// First error or every error?
//
// The first when the tasks are parts of one answer that is lost anyway: cancel
// the siblings, wait for them, return that error, not the cancellations that it caused. Every error when the
// tasks stand alone, such as checks or clean-up: let all finish and join. A sequential loop
// has a third answer, the error of the lowest index: the same on every run.
//
// Follow-ups:
//   - Which first, in time or by index? In time is quicker; by index is repeatable, so tests and logs can rely on it.
//   - How does a caller look inside a joined error? errors.Is and errors.AsType search all of them.
//
// Pitfalls:
//   - Reporting "context canceled" of a sibling instead of the error that cancelled it.
//   - Returning without waiting: siblings still write to what you return.
//
// Trade-offs: [concurrency.Gather] and FailFast for the first in time, [concurrency.MapErr] for
// the lowest index, [concurrency.GatherAll] for all.
//
// From Python: Python's gather raises the first, gather with return_exceptions keeps all, and
// TaskGroup raises an ExceptionGroup.
//
// Level: mid. Tags: errors, cancel, gather. Since: go1.25. See: [errors.Join], [concurrency.ItemError], concurrency/gather.
func Example_errors() {
	fail := func(d time.Duration, text string) func(context.Context) (int, error) {
		return func(ctx context.Context) (int, error) {
			select {
			case <-time.After(d):
				return 0, errors.New(text)
			case <-ctx.Done():
				return 0, ctx.Err()
			}
		}
	}
	synctest.Test(new(testing.T), func(*testing.T) {
		ctx, began := context.Background(), time.Now()
		late, soon, later := fail(3*time.Second, "late"), fail(time.Second, "soon"), fail(4*time.Second, "later")

		_, err := concurrency.Gather(ctx, late, soon, later)
		fmt.Println("first in time:", err, "after", time.Since(began))

		all := []func(context.Context) (int, error){late, soon, later}
		_, err = concurrency.MapErr(ctx, all, func(ctx context.Context, f func(context.Context) (int, error)) (int, error) {
			return f(ctx)
		}, &concurrency.Options{Width: 3})
		fmt.Println("lowest index: ", err)

		_, err = concurrency.GatherAll(ctx, all...)
		fmt.Println("every error:")
		fmt.Println(err)
		first, ok := errors.AsType[*concurrency.ItemError](err)
		fmt.Println(ok, first.Index)
	})
	// Output:
	// first in time: concurrency: item 1: soon after 1s
	// lowest index:  concurrency: item 0: late
	// every error:
	// concurrency: item 0: late
	// concurrency: item 1: soon
	// concurrency: item 2: later
	// true 0
}
