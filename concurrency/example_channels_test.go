package concurrency_test

import "fmt"

// Send, receive, close on nil, open and closed channels?
//
// On a nil channel send and receive block for ever, close panics. On an open
// channel they wait for the other side or for room in the buffer, and close works once. On a
// closed channel send and close panic; receive never blocks: first what is
// buffered, then the zero value with ok false.
//
// Follow-ups:
//   - What is blocking for ever good for? A nil channel turns off a case of select.
//   - Does close wake all receivers? Yes, all at once: a close is a broadcast.
//   - How does range end? When the channel is closed and empty.
//
// Pitfalls:
//   - Receiving zero values in a tight loop from a closed channel: look at ok.
//   - Testing len(ch) before receiving: another goroutine may be faster.
//
// From Python: A queue.Queue cannot be closed before Python 3.13 (shutdown), so workers
// get a sentinel each; here close tells all of them.
//
// Level: junior. Tags: channels. See: concurrency/closing, concurrency/select.
func Example_channels() {
	try := func(name string, f func() string) {
		defer func() {
			if v := recover(); v != nil {
				fmt.Printf("%-15s panics: %v\n", name, v)
			}
		}()
		fmt.Printf("%-15s %s\n", name, f())
	}
	send := func(ch chan int) string {
		select {
		case ch <- 7:
			return "sends"
		default:
			return "blocks"
		}
	}
	receive := func(ch chan int) string {
		select {
		case v, ok := <-ch:
			return fmt.Sprint("receives ", v, " ", ok)
		default:
			return "blocks"
		}
	}
	closing := func(ch chan int) string { close(ch); return "closes" }

	open, closed := make(chan int, 1), make(chan int)
	close(closed)
	for _, of := range []struct {
		name string
		ch   chan int
	}{{"nil", nil}, {"open", open}, {"closed", closed}} {
		try(of.name+" send", func() string { return send(of.ch) })
		try(of.name+" receive", func() string { return receive(of.ch) })
		try(of.name+" close", func() string { return closing(of.ch) })
	}
	// Output:
	// nil send        blocks
	// nil receive     blocks
	// nil close       panics: close of nil channel
	// open send       sends
	// open receive    receives 7 true
	// open close      closes
	// closed send     panics: send on closed channel
	// closed receive  receives 0 false
	// closed close    panics: close of closed channel
}
