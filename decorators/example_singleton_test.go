package decorators_test

import (
	"fmt"
	"sync"
	"sync/atomic"
)

type greeterOnce struct{ text string }

func (g *greeterOnce) greet() string { return g.text }

// handleGreeting takes what it needs. It does not know that there is only one.
func handleGreeting(g interface{ greet() string }) string { return g.greet() }

// A singleton without tears
//
// sync.OnceValue: the first caller runs the function, those who come meanwhile
// wait, all get the same value. The trick is to let only main know that it is
// one: everything else takes what it needs as a parameter, so a test passes
// another instance, and no global has to be reset.
//
// Follow-ups:
//   - What if the initialisation fails? sync.OnceValues remembers the error for good. If it should be tried again, use decorators.Keyed.
//   - What if it panics? OnceValue panics with the same value at every later call too.
//   - One for each key? decorators.Keyed: bounded, and a failure is not remembered.
//
// Pitfalls:
//   - Checking a variable for nil without a lock: two goroutines both find nil, and the race detector reports it.
//   - An init function instead: it runs in every program that imports the package, tests included.
//
// From Python: The Python original's decorator replaces the class by a function, so isinstance(x, Cls)
// raises a TypeError, it ignores the arguments of every call but the first, and twenty threads can make twenty
// instances, because it checks and then sets without a lock. A module is Python's own singleton.
//
// Level: junior. Tags: once, singleton, testing. Since: go1.21. See: [sync.OnceValue], decorators/memoize.
func Example_singleton() {
	var inits atomic.Int32
	instance := sync.OnceValue(func() *greeterOnce {
		inits.Add(1)
		return &greeterOnce{text: "hello"}
	})

	got := make([]*greeterOnce, 100)
	var group sync.WaitGroup
	for i := range got {
		group.Go(func() { got[i] = instance() })
	}
	group.Wait()
	same := true
	for _, g := range got {
		same = same && g == got[0]
	}
	fmt.Println("inits:", inits.Load(), "all the same:", same)

	fmt.Println(handleGreeting(instance()))
	fmt.Println(handleGreeting(&greeterOnce{text: "a test's own"}))
	// Output:
	// inits: 1 all the same: true
	// hello
	// a test's own
}
