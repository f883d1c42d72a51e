package memory_test

import (
	"fmt"
	"testing"
)

// Stack or heap: who decides?
//
// The compiler, by escape analysis, and not the words var, new or &. What it can
// prove does not outlive the call stays on the stack, which costs nothing to free.
// A pointer that is returned, stored in a variable that lives longer, or handed to code that the
// compiler cannot see through moves the value to the heap.
//
// Follow-ups:
//   - How do you see it? go build -gcflags=-m prints what escapes and why; testing.AllocsPerRun and -benchmem count.
//   - Is a returned pointer always on the heap? No: when the function is inlined, the value may stay on the caller's stack.
//   - Does an interface escape? The value in it does when the compiler cannot tell which method is called, as in fmt.Println.
//
// Pitfalls:
//   - Passing a pointer to save a copy often costs an allocation instead: a few words copy faster than they allocate.
//
// Trade-offs: Return values and let callers choose; take pointers for what is
// changed, is large, or must not be copied. Change a hot spot only after a profile.
//
// From Python: Every object is on the heap, behind a reference, and a name is never
// the object. In Go a struct is its bytes, and assignment copies them.
//
// Level: mid. Tags: escape, allocation, stack. Since: go1.0. See: [testing.AllocsPerRun], memory/profile, memory/layout.
func Example_escape() {
	type point struct{ x, y, z float64 }
	var kept *point
	sum := 0.0
	byValue := testing.AllocsPerRun(100, func() {
		p := &point{1, 2, 3} // & alone means nothing
		sum += p.x + p.y + p.z
	})
	byPointer := testing.AllocsPerRun(100, func() {
		p := &point{1, 2, 3}
		kept = p // outlives the call
	})
	fmt.Println("stays:", byValue)
	fmt.Println("escapes:", byPointer)
	fmt.Println(sum > 0, kept.z)
	// Output:
	// stays: 0
	// escapes: 1
	// true 3
}
