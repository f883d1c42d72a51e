package memory_test

import (
	"fmt"
	"runtime"
	"weak"
)

// Two objects point at each other. What happens?
//
// Held, nothing is freed, however often you collect: both are reachable from the
// stack. Dropped, both go at the next collection, since Go traces from roots and
// counts no references; a cycle is nothing special.
//
// Follow-ups:
//   - What if one of them has a finalizer set by SetFinalizer? The cycle is never freed.
//   - When does the collection run? When the heap has grown by GOGC percent, or near the memory limit.
//
// Pitfalls:
//   - A cleanup has often not run when [runtime.GC] returns: wait for it.
//
// Trade-offs: None to make; do not break cycles by hand in Go, and use a weak pointer only
// where an object should not keep another alive.
//
// From Python: Reference counts free most objects at once and a cycle only at a later
// gc.collect. The Python original collects while both names are still in scope, so the cycle is
// not among what it reports; it goes after the function has returned.
//
// Level: junior. Tags: gc, cycles. Since: go1.24. See: [runtime.AddCleanup], memory/cleanup, memory/refcount.
func Example_cycles() {
	type node struct {
		name  string
		other *node
	}
	freed := make(chan string, 2)
	var toA, toB weak.Pointer[node]
	func() {
		a, b := &node{name: "a"}, &node{name: "b"}
		a.other, b.other = b, a
		toA, toB = weak.Make(a), weak.Make(b)
		runtime.AddCleanup(a, func(name string) { freed <- name }, a.name)
		runtime.AddCleanup(b, func(name string) { freed <- name }, b.name)

		runtime.GC()
		fmt.Println("held:", toA.Value() == a && toB.Value() == b)
		runtime.KeepAlive(a)
		runtime.KeepAlive(b)
	}()

	runtime.GC()
	fmt.Println("dropped:", toA.Value() == nil && toB.Value() == nil)
	first, second := <-freed, <-freed // in no order
	fmt.Println("both cleanups ran:", first != second)
	// Output:
	// held: true
	// dropped: true
	// both cleanups ran: true
}
