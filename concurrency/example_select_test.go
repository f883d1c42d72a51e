package concurrency_test

import "fmt"

// What does select choose?
//
// One of the cases that can go on now; if several can, one at random, each as
// likely as the others, whatever their order in the text. If none can, default when there is one, and otherwise it
// waits. A case on a nil channel can never go on, so setting the variable to nil
// turns it off.
//
// Follow-ups:
//   - How do you give one channel priority? Select on it alone with default first, then on both.
//   - What does an empty select do? It blocks for ever.
//   - When are the values to send evaluated? At the start, all of them, once, also those not sent.
//
// Pitfalls:
//   - A default in a loop without anything that waits: it spins on a core.
//   - A closed channel is always ready: set it to nil when ok is false.
//
// From Python: Python's asyncio.wait with FIRST_COMPLETED returns all that are done; select takes
// exactly one and leaves the rest untouched.
//
// Level: junior. Tags: select, channels, fairness. See: concurrency/channels, concurrency/timeouts.
func Example_select() {
	var never chan int // nil
	full, ready := make(chan int), make(chan int, 1)
	ready <- 1
	select {
	case <-never:
		fmt.Println("from nil")
	case full <- 1:
		fmt.Println("to nobody")
	case v := <-ready:
		fmt.Println("ready:", v)
	}
	select {
	case <-ready:
		fmt.Println("ready again")
	default:
		fmt.Println("none ready: default")
	}

	a, b := make(chan int), make(chan int)
	close(a) // a closed channel is always ready
	close(b)
	fromA, fromB := 0, 0
	for range 1000 {
		select {
		case <-a:
			fromA++
		case <-b:
			fromB++
		}
	}
	fmt.Println("fair:", fromA > 350 && fromB > 350)

	values, done := make(chan int, 3), make(chan bool)
	for i := range 3 {
		values <- i
	}
	close(values)
	close(done)
	sum := 0
	for values, done := values, done; values != nil || done != nil; {
		select {
		case v, ok := <-values:
			if sum += v; !ok {
				values = nil // off
			}
		case <-done:
			done = nil
		}
	}
	fmt.Println("both at their end, sum", sum)
	// Output:
	// ready: 1
	// none ready: default
	// fair: true
	// both at their end, sum 3
}
