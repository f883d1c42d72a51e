package concurrency_test

import "fmt"

// Why did the loop print 3 3 3?
//
// Before Go 1.22 a for loop had one variable for all its rounds, and closures share
// variables, not values: when they ran, it held 3. Since Go 1.22 each round has its
// own, if go.mod says 1.22 or later: the closures print 0 1 2. A variable declared outside the
// loop is still one.
//
// Follow-ups:
//   - What decides, the compiler or go.mod? The go line of the module, or a go:build line of the file.
//   - What did i := i do? It made a variable for the round; it is no longer needed.
//
// Pitfalls:
//   - A variable declared outside and changed inside, such as err or a buffer, is still shared.
//   - Raising the go line of an old module changes such loops; tests should run before and after.
//
// Trade-offs: A parameter of the function literal says plainly what is taken by value.
//
// From Python: Closures there bind late too, [lambda: i for i in range(3)] gives 2 2 2, and
// the habit i=i in the parameters is the remedy.
//
// Level: mid. Tags: closures, loops. Since: go1.22. See: concurrency/race.
func Example_loopvar() {
	var each, shared []func() int
	outside := 0
	for i := range 3 {
		each = append(each, func() int { return i })
		outside = i + 1
		shared = append(shared, func() int { return outside })
	}
	for i := range 3 {
		fmt.Println(each[i](), shared[i]())
	}
	// Output:
	// 0 3
	// 1 3
	// 2 3
}
