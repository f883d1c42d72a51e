package memory_test

import (
	"fmt"
	"runtime"
	"weak"
)

// What replaces `__del__`?
//
// A Close method, called with defer. For the caller who forgets it,
// [runtime.AddCleanup]: a function that runs some time after the object has become
// unreachable. It gets an argument and never the object, so it cannot bring the object back; it
// works on cycles, several may be attached, and Stop takes one back.
//
// Follow-ups:
//   - What is wrong with SetFinalizer? It gets the object and may revive it, needs two collections, takes one function per object, and never runs on a cycle.
//   - In what order do cleanups run? In none, and maybe at the same time.
//   - Do they run when the program ends? No; nor does a finalizer, nor a deferred call after os.Exit.
//
// Pitfalls:
//   - A cleanup whose function or argument leads back to the object keeps it alive for ever.
//   - Scarce things (files, locks, connections) run out long before memory does, and memory is all that the collector watches.
//
// Trade-offs: Close says when, a cleanup only says eventually. Use both where a
// forgotten Close is costly, as os.File does; for plain memory use neither.
//
// From Python: `__del__` usually runs at once, when the count falls to zero; since 3.4 it also runs on
// cycles, and it may revive its object. In Go nothing runs at once; with blocks
// become defer, and weakref.finalize becomes [memory.Finalize].
//
// Level: mid. Tags: gc, cleanup, finalizer. Since: go1.24. See: [runtime.AddCleanup], [memory.Finalize], memory/cycles, memory/cleanuptooearly.
func Example_cleanup() {
	type node struct {
		other *node
		name  string
	}
	cycle := func(name string) *node {
		a, b := &node{name: name}, &node{name: name}
		a.other, b.other = b, a
		return a
	}

	cleaned := make(chan string, 1)
	var gone weak.Pointer[node]
	func() {
		n := cycle("by a cleanup")
		gone = weak.Make(n)
		runtime.AddCleanup(n, func(name string) { cleaned <- name }, n.name)
	}()
	runtime.GC()
	fmt.Println("a cycle freed", <-cleaned)
	fmt.Println("nothing left to revive:", gone.Value() == nil)

	finalized := make(chan *node, 2)
	func() {
		alone, pair := &node{name: "alone"}, cycle("pair")
		runtime.SetFinalizer(alone, func(n *node) { finalized <- n })
		runtime.SetFinalizer(pair, func(n *node) { finalized <- n })
	}()
	runtime.GC()
	revived := <-finalized
	for range 3 {
		runtime.GC()
	}
	fmt.Println("a finalizer revives:", revived.name)
	fmt.Println("a finalizer runs on a cycle:", len(finalized) > 0)
	// Output:
	// a cycle freed by a cleanup
	// nothing left to revive: true
	// a finalizer revives: alone
	// a finalizer runs on a cycle: false
}
