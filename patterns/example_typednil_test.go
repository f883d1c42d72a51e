package patterns_test

import "fmt"

type quotaError struct{ limit int }

func (e *quotaError) Error() string { return fmt.Sprint("over the limit of ", e.limit) }

// checkTyped returns an interface that holds a type and a nil pointer.
func checkTyped(n int) error {
	var err *quotaError
	if n > 10 {
		err = &quotaError{10}
	}
	return err
}

// check returns a nil interface when all is well.
func check(n int) error {
	if n > 10 {
		return &quotaError{10}
	}
	return nil
}

// Why is my nil error not nil?
//
// An interface value is a pair of type and value, and it is nil only when both are
// missing. A nil *quotaError put into an error has a type, so it is not nil. Return
// the literal nil, and let functions return error rather than a concrete error type.
//
// Follow-ups:
//   - Who finds it? nilness and staticcheck (SA4023) find some cases; a test of the good path finds all.
//   - Does a call of Error on it panic? Only if the method reads a field of the nil pointer, or has a value receiver.
//   - Can you ask for it? reflect can; needing that means the wrong function is being mended.
//
// Pitfalls:
//   - var err *MyError at the top of a function and return err at its end.
//   - Passing a nil *T as an optional interface argument: the callee's check for nil does not see it.
//
// From Python: None is one object, whatever variable holds it, so there is only one nothing. In Go
// each pointer type has its nil, and an interface remembers which one it got.
//
// Level: junior. Tags: errors, interfaces, nil. See: patterns/errors, matching/typeswitch.
func Example_typednil() {
	fmt.Println("typed nil == nil:", checkTyped(3) == nil)
	fmt.Println("plain nil == nil:", check(3) == nil)
	fmt.Println("a real one:", check(11))

	err := checkTyped(3)
	pointer, isQuota := err.(*quotaError) //nolint:errorlint // looks at the pair itself
	fmt.Println("holds a *quotaError:", isQuota, "| that is nil:", pointer == nil)
	// Output:
	// typed nil == nil: false
	// plain nil == nil: true
	// a real one: over the limit of 10
	// holds a *quotaError: true | that is nil: true
}
