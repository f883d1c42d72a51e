package concurrency_test

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/goconcepts/cookbook/concurrency"
)

// Iterate results as they complete, or in order?
//
// As they complete when each result stands alone: the first is there soonest and a
// slow item delays nobody. In order when the consumer relies on it, at the price
// of holding finished results behind a slow one, so the number held must be bounded. As an
// iterator both end by break: workers are cancelled and waited for.
//
// Follow-ups:
//   - What bounds memory? A window: at most so many items are read and not yet consumed.
//   - Why a sequence and not a channel? A consumer who leaves a range over a channel leaks the senders.
//   - What if the source blocks while the loop breaks? It must watch a context of its own.
//
// Pitfalls:
//   - A goroutine for each item, then sorting at the end: all of it is in memory.
//
// Trade-offs: A range over the source with a plain call is simpler while the work is small.
//
// From Python: Python's asyncio.as_completed and Executor.map are the two; Executor.map reads its whole input before the first result, unless it is given a buffersize (since Python 3.14).
//
// Level: mid. Tags: iterators, streams, order. Since: go1.23. See: [concurrency.Stream], [concurrency.StreamUnordered], concurrency/pipeline.
func Example_stream() {
	synctest.Test(new(testing.T), func(*testing.T) {
		var running atomic.Int64
		sleep := func(_ context.Context, seconds int) (string, error) {
			running.Add(1)
			defer running.Add(-1)
			time.Sleep(time.Duration(seconds) * time.Second)
			return fmt.Sprint(seconds, "s"), nil
		}
		items := slices.Values([]int{3, 1, 2, 5, 6})
		three := &concurrency.Options{Width: 3}
		ctx := context.Background()

		collect := func(results iter.Seq2[string, error]) (got []string) {
			for v, err := range results {
				if err != nil {
					return append(got, err.Error())
				}
				got = append(got, v)
			}
			return got
		}
		fmt.Println("in order:  ", collect(concurrency.Stream(ctx, items, sleep, three)))
		fmt.Println("completion:", collect(concurrency.StreamUnordered(ctx, items, sleep, three)))
		for v := range concurrency.StreamUnordered(ctx, items, sleep, three) {
			fmt.Println("first:", v)
			break
		}
		fmt.Println("still running:", running.Load())
	})
	// Output:
	// in order:   [3s 1s 2s 5s 6s]
	// completion: [1s 2s 3s 5s 6s]
	// first: 1s
	// still running: 0
}
