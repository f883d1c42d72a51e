package concurrency_test

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"
)

// Timeout, deadline, AfterFunc: what happens in which order?
//
// The earliest deadline wins: a child cannot outlive its parent. When it
// passes, Done is closed and Err is DeadlineExceeded; only then do context.AfterFunc
// functions start, each in a goroutine of its own. Stop of a timer or of an AfterFunc returns
// true when it prevented the call, and false when it came too late.
//
// Follow-ups:
//   - What does a later deadline under an earlier one do? Nothing: the parent's stays.
//   - Does Stop wait for a function that has started? No; wait for it yourself.
//   - Must a timer be stopped or drained? Since Go 1.23 neither for the collector nor for stale values.
//
// Pitfalls:
//   - Reading DeadlineExceeded as the remote side's fault: it may be the caller's own budget.
//
// Trade-offs: A deadline for a whole request, passed down; a timeout for one call that has its own bound.
//
// From Python: Python's asyncio.timeout raises in the coroutine at an await; here the function
// sees a closed channel and returns. Since Python 3.11 both have nested deadlines.
//
// Level: mid. Tags: context, timeout, time. Since: go1.25. See: [context.AfterFunc], [time.AfterFunc], concurrency/virtualtime.
func Example_timeouts() {
	synctest.Test(new(testing.T), func(*testing.T) {
		began := time.Now()
		log := func(what ...any) { fmt.Println(append([]any{time.Since(began)}, what...)...) }

		early := time.AfterFunc(time.Second, func() { log("timer fires") })
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
		defer cancel()
		child, cancelChild := context.WithDeadline(ctx, began.Add(time.Hour))
		defer cancelChild()
		stopLate := context.AfterFunc(child, func() { log("after the context:", child.Err()) })
		never := context.AfterFunc(child, func() { log("never printed") })
		late := time.AfterFunc(3*time.Second, func() { log("never printed") })

		log("stopped in time:", never())
		<-child.Done()
		synctest.Wait()
		log("timer stopped in time:", early.Stop(), late.Stop())
		log("AfterFunc stopped in time:", stopLate())
	})
	// Output:
	// 0s stopped in time: true
	// 1s timer fires
	// 2s after the context: context deadline exceeded
	// 2s timer stopped in time: false true
	// 2s AfterFunc stopped in time: false
}
