package concurrency_test

import (
	"errors"
	"fmt"
	"sync"
)

// Once, OnceFunc, OnceValue: what about panics and errors?
//
// Each runs its function once, and every caller waits for that run. The three differ
// after a panic: Once.Do counts it as done and later calls return silently;
// OnceFunc, OnceValue and OnceValues panic again with the same value on each call.
// An error of OnceValues is a result like any other: it is kept for ever.
//
// Follow-ups:
//   - How do you retry after an error? Not with these: a mutex and a done flag set on success only.
//   - Is Do inside the same Do allowed? It deadlocks.
//
// Pitfalls:
//   - Once.Do with a panic recovered above it: the next caller goes on with a half-made value.
//   - Caching an error of a passing cause, such as a network that was down at start.
//
// Trade-offs: A package variable initialised at start is simpler when it is cheap and cannot fail.
//
// From Python: Python's functools.cache on a function without arguments does not cache an exception
// and, with threads, may run the function twice. The Python original's singleton decorator has that race.
//
// Level: mid. Tags: once, init, panics, errors. Since: go1.21. See: [sync.OnceValues], [sync.Once].
func Example_once() {
	calls := 0
	value := sync.OnceValue(func() int { calls++; return 42 })
	var wg sync.WaitGroup
	for range 10 {
		wg.Go(func() { value() })
	}
	wg.Wait()
	fmt.Println("value", value(), "calls", calls)

	try := func(name string, f func()) {
		defer func() { fmt.Println(name, recover()) }()
		f()
	}
	bad := sync.OnceFunc(func() { panic("boom") })
	try("OnceFunc, first: ", bad)
	try("OnceFunc, second:", bad)

	var once sync.Once
	try("Once, first: ", func() { once.Do(func() { panic("boom") }) })
	try("Once, second:", func() { once.Do(func() { panic("never") }) })

	attempts := 0
	dial := sync.OnceValues(func() (string, error) { attempts++; return "", errors.New("refused") })
	_, first := dial()
	_, second := dial()
	fmt.Println(first, "- the same error:", errors.Is(second, first), "- attempts:", attempts)
	// Output:
	// value 42 calls 1
	// OnceFunc, first:  boom
	// OnceFunc, second: boom
	// Once, first:  boom
	// Once, second: <nil>
	// refused - the same error: true - attempts: 1
}
