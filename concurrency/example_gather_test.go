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

// What is asyncio.gather in Go?
//
// Start a goroutine for each call, let each write to its own index of a slice, and
// wait for all: the results are in the order of the calls. When you want them as they complete,
// let each send on one channel and receive as often as there are calls. [concurrency.Gather] does the first,
// cancels the siblings of a failed call, and waits for them.
//
// Follow-ups:
//   - Is writing to one slice from many goroutines a race? Not at different indices.
//   - And return_exceptions=True? [concurrency.GatherAll]: every value, and all errors joined.
//   - How do you bound it? [concurrency.MapErr] with a width.
//
// Pitfalls:
//   - append from several goroutines: it is a race and the order is lost.
//   - Returning at the first error without waiting: the siblings run on, unwatched.
//
// From Python: After an exception asyncio.gather raises it and leaves the siblings
// running; TaskGroup cancels and awaits them, as Gather does here.
//
// Level: junior. Tags: gather, goroutines, order. Since: go1.25. See: [concurrency.Gather], concurrency/errors, concurrency/stream.
func Example_gather() {
	after := func(d time.Duration, name string) func(context.Context) (string, error) {
		return func(ctx context.Context) (string, error) {
			select {
			case <-time.After(d):
				return name, nil
			case <-ctx.Done():
				fmt.Println(name, "cancelled:", context.Cause(ctx))
				return "", ctx.Err()
			}
		}
	}
	synctest.Test(new(testing.T), func(*testing.T) {
		ctx := context.Background()
		slow, fast := after(3*time.Second, "slow"), after(time.Second, "fast")

		values, err := concurrency.Gather(ctx, slow, fast)
		fmt.Println("input order:", values, err)

		done := make(chan string)
		for _, call := range []func(context.Context) (string, error){slow, fast} {
			go func() {
				v, _ := call(ctx)
				done <- v
			}()
		}
		fmt.Println("completion order:", <-done, <-done)

		began := time.Now()
		_, err = concurrency.Gather(ctx, slow, func(context.Context) (string, error) {
			return "", errors.New("refused")
		})
		fmt.Println(err, "after", time.Since(began))
	})
	// Output:
	// input order: [slow fast] <nil>
	// completion order: fast slow
	// slow cancelled: concurrency: item 1: refused
	// concurrency: item 1: refused after 0s
}
