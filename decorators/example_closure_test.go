package decorators_test

import "fmt"

// What is a decorator in Go?
//
// A function that takes a function and returns one of the same type. The
// returned function literal is a closure: it uses the variables around it
// themselves, not copies of them, so what it changes is seen outside, and what
// is declared inside the decorator is new at each of its calls. There is no @ syntax: the
// decoration is an ordinary assignment.
//
// Follow-ups:
//   - Where do captured variables live? On the heap when the closure outlives the function that declared them; the compiler decides, and -gcflags=-m shows it.
//   - May two goroutines call the decorated function? Only if what it captures is safe: here calls++ would be a data race, and atomic.Int64 would not.
//   - Is a loop variable captured once for all iterations? Not since Go 1.22: each iteration has its own.
//
// Pitfalls:
//   - Code inside the package that calls the undecorated name gets no decoration: nothing was replaced.
//   - A decorator's own body runs once, when it is applied, and not at each call.
//
// From Python: The @ line rebinds the name, and a closure needs nonlocal to assign to
// what it captured. In Go the old function keeps its name, both can be called, and assigning needs no word.
//
// Level: junior. Tags: closures, functions. See: decorators/order, decorators/arguments.
func Example_closure() {
	calls := 0
	counted := func(f func(int) int) func(int) int {
		return func(n int) int {
			calls++ // the variable itself, not a copy
			return f(n)
		}
	}
	double := func(n int) int { return 2 * n }

	decorated := counted(double)
	fmt.Println(decorated(3), decorated(4), "calls:", calls)
	calls = 10 // seen inside as well
	fmt.Println(decorated(5), double(6), "calls:", calls)
	// Output:
	// 6 8 calls: 2
	// 10 12 calls: 11
}
