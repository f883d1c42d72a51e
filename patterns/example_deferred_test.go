package patterns_test

import (
	"errors"
	"fmt"
)

// When do defer's arguments and recover take effect?
//
// The arguments are evaluated at the defer statement, the call happens when the
// function ends, and calls run last in, first out. A deferred closure reads variables
// when it runs, so it can also change a named result. recover stops a panic only when
// the deferred function itself calls it, not a function called from there.
//
// Follow-ups:
//   - Does a deferred call run after os.Exit? No, nor after log.Fatal; after a panic and after runtime.Goexit it does.
//   - What does defer cost? A few nanoseconds: the compiler puts most deferred calls into the function's end. In a loop each is recorded and costs memory.
//   - What does panic(nil) recover to? Since Go 1.21 a *runtime.PanicNilError, so a nil from recover means that there was no panic.
//
// Pitfalls:
//   - defer mu.Unlock() before mu.Lock() has succeeded, or f.Close() before the error is checked.
//   - defer fmt.Println(time.Since(start)) measures nothing: time.Since ran at the defer statement.
//
// From Python: Python's finally reads variables when it runs, as a deferred closure does; a deferred call with arguments has no counterpart. A
// return inside finally swallows the exception, since Python 3.14 with a SyntaxWarning; in Go only recover stops a panic.
//
// Level: junior. Tags: defer, panic, recover. Since: go1.21. See: patterns/resource/with, patterns/errors.
func Example_deferred() {
	order := func() (result string) {
		x := "at defer"
		defer fmt.Println("argument:", x)
		defer func() { fmt.Println("closure:", x) }()
		defer func() { result += ", changed by defer" }()
		x = "at the end"
		return "returned"
	}
	fmt.Println(order())

	helper := func() any { return recover() }
	try := func(deferred func()) (err error) {
		defer func() {
			if v := recover(); v != nil {
				err = fmt.Errorf("the outer one recovered: %v", v)
			}
		}()
		defer deferred()
		panic(errors.New("boom"))
	}
	fmt.Println("direct:", try(func() { recover() }))
	fmt.Println("through a helper:", try(func() { helper() }))
	// Output:
	// closure: at the end
	// argument: at defer
	// returned, changed by defer
	// direct: <nil>
	// through a helper: the outer one recovered: boom
}
