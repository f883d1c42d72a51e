package concurrency_test

import (
	"fmt"
	"sync"
)

// Who closes a channel?
//
// The one who sends, and only he, since a send on a closed channel panics. With
// several senders none of them may: a coordinator waits for all and closes once.
// A receiver who wants to stop early does not close; he cancels a context or closes a done channel that
// the senders watch. A channel need not be closed at all.
//
// Follow-ups:
//   - Must a channel be closed to be freed? No, the collector frees it; close is a message, not a release.
//   - How is the direction kept? Give out a receive-only channel: close on it does not compile.
//
// Pitfalls:
//   - Recovering from the panic of a send: the value is lost and the race stays.
//   - A closed flag beside the channel, checked before the send: it may change in between.
//
// Trade-offs: A WaitGroup and one close for a fixed set of senders; a done channel when the receivers decide.
//
// From Python: The sentinel None put once for each worker is what close does for any
// number of receivers.
//
// Level: mid. Tags: channels, ownership. Since: go1.25. See: [sync.WaitGroup.Go], concurrency/channels, concurrency/pipeline.
func Example_closing() {
	produce := func(senders int) <-chan int { // receive-only: the caller cannot close it
		out := make(chan int)
		var wg sync.WaitGroup
		for s := range senders {
			wg.Go(func() { out <- s })
		}
		go func() {
			wg.Wait()
			close(out) // after the last send, once
		}()
		return out
	}
	sum, n := 0, 0
	for v := range produce(5) {
		sum += v
		n++
	}
	fmt.Println(n, "values, sum", sum)

	func() {
		defer func() { fmt.Println("recovered:", recover()) }()
		ch := make(chan int, 1)
		close(ch)
		ch <- 1 // room in the buffer does not help
	}()
	// Output:
	// 5 values, sum 10
	// recovered: send on closed channel
}
