package concurrency_test

import (
	"errors"
	"fmt"
	"runtime"
	"strings"

	"github.com/goconcepts/cookbook/concurrency"
)

// A goroutine panics: who sees it?
//
// Nobody but the goroutine itself: recover works only in a function deferred on
// the same goroutine, and a panic that nobody recovers there ends the whole program. Whoever starts
// goroutines for others must recover in each, keep value and stack, and raise it again
// where they are joined. [concurrency.Map] does, and adds the item's index.
//
// Follow-ups:
//   - Why not turn it into an error? A bug would be handled like an outage; raise it, unless you are at a boundary such as a server.
//   - What about runtime.Goexit? recover returns nil, so code that only recovers takes it for success.
//   - Does errgroup do that? No: it lets the program die.
//
// Pitfalls:
//   - Raising only the value: the stack then shows the joiner, not the bug.
//   - A recover around the go statement: it is on the wrong goroutine.
//
// Trade-offs: Letting the program die keeps the first stack and is right for a command; a
// server wants one request to fail.
//
// From Python: A future keeps the exception until result is called, and a bare thread
// prints it and goes on. In Go the default is loud.
//
// Level: senior. Tags: panics, recover, goroutines. Since: go1.26. See: [concurrency.PanicError], concurrency/waitgroup.
func Example_panics() {
	parse := func(s string) int {
		if s == "" {
			var empty []int
			return empty[len(s)] // a bug
		}
		return len(s)
	}
	joined := func() (err *concurrency.PanicError) {
		defer func() { err, _ = recover().(*concurrency.PanicError) }()
		concurrency.Map([]string{"a", "bb", "", "dddd"}, parse, &concurrency.Options{Width: 4})
		return nil
	}
	p := joined()
	fmt.Println("item:", p.Index)
	fmt.Println("value:", p.Value)
	fmt.Println("the stack of the panic:", strings.Contains(string(p.Stack), "panic("))
	_, isBug := errors.AsType[runtime.Error](p)
	fmt.Println("a runtime error:", isBug)
	// Output:
	// item: 2
	// value: runtime error: index out of range [0] with length 0
	// the stack of the panic: true
	// a runtime error: true
}
