package concurrency_test

import (
	"context"
	"fmt"
	"sync"
)

// How do you stop a pipeline early without leaks?
//
// Every send in every stage is a select with ctx.Done, and every stage closes
// its output by defer. The consumer who breaks cancels the context and waits for
// the stages. Without that the first stage blocks on its send for ever: nobody receives any more, and a
// blocked goroutine is never collected.
//
// Follow-ups:
//   - Is a buffer enough? Only one as large as everything that may still come.
//   - How do you prove it? goleak in tests; the goroutineleak profile in production, an experiment of Go 1.26.
//   - Shorter? Iterators: a sequence stops by itself when the loop breaks; [concurrency.Stream] does so with workers.
//
// Pitfalls:
//   - Cancelling without waiting: the stages may still run, and touch what you now close.
//
// Trade-offs: Stages in one goroutine, as iterators, are simpler and faster until a stage waits or computes for long.
//
// From Python: Closing a generator raises GeneratorExit in it; a goroutine gets no such
// signal and must be told.
//
// Level: mid. Tags: channels, pipeline, leaks, cancel. Since: go1.25. See: concurrency/closing, concurrency/stream.
func Example_pipeline() {
	ctx, cancel := context.WithCancel(context.Background())
	var stages sync.WaitGroup

	numbers := make(chan int)
	stages.Go(func() {
		defer close(numbers)
		for i := 0; ; i++ {
			select {
			case numbers <- i:
			case <-ctx.Done():
				return
			}
		}
	})
	squares := make(chan int)
	stages.Go(func() {
		defer close(squares)
		for n := range numbers {
			select {
			case squares <- n * n:
			case <-ctx.Done():
				return
			}
		}
	})

	taken := 0
	for square := range squares {
		fmt.Println(square)
		if taken++; taken == 3 {
			break
		}
	}
	cancel()
	stages.Wait() // returns only when both stages have
	_, open := <-squares
	fmt.Println("stages left:", open)
	// Output:
	// 0
	// 1
	// 4
	// stages left: false
}
