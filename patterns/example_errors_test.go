package patterns_test

import (
	"errors"
	"fmt"
	"io/fs"
)

type fieldError struct{ Field string }

func (e *fieldError) Error() string { return "field " + e.Field + " is wrong" }

// Errors wrapped, joined, grouped: how do you tell them apart?
//
// Wrap with %w to add what you were doing; join with errors.Join when several things
// failed. The caller asks errors.Is for a sentinel and errors.AsType for a type: both
// walk the whole tree, through wraps and joins. A sentinel is for branching, a type for
// data, and text is for people only.
//
// Follow-ups:
//   - When not to wrap? When the cause is an implementation detail: %w makes it part of your API, %v does not.
//   - What does == do? It misses every wrapped error, which is why linters report it.
//   - How do you handle each of several errors? Unwrap() []error on the joined error gives the parts; there is no except*, you loop.
//
// Pitfalls:
//   - errors.AsType finds the first match of a depth-first walk; a joined error may hold more.
//   - Logging and returning the same error tells the story twice: do one of them.
//
// Trade-offs: A typed error with fields is API to keep; start with a sentinel or plain text and add
// the type when a caller needs the data.
//
// From Python: A raise X from Y is %w, an ExceptionGroup is errors.Join, and except* splits a group by type, which Go leaves to a
// loop. Nothing unwinds the stack here: an error that nobody looks at is simply lost, so errcheck belongs in the build.
//
// Level: mid. Tags: errors, wrapping. Since: go1.26. See: [errors.Join], matching/errors, patterns/typednil.
func Example_errors() {
	missing := fmt.Errorf("read config: %w", fs.ErrNotExist)
	both := errors.Join(missing, fmt.Errorf("check: %w", &fieldError{"age"}))
	outer := fmt.Errorf("start: %w", both)

	fmt.Println("==:", missing == fs.ErrNotExist, "| Is:", errors.Is(missing, fs.ErrNotExist)) //nolint:errorlint // the point
	fmt.Println("through a join:", errors.Is(outer, fs.ErrNotExist))
	if e, ok := errors.AsType[*fieldError](outer); ok {
		fmt.Println("typed:", e.Field)
	}
	if group, ok := both.(interface{ Unwrap() []error }); ok {
		for i, part := range group.Unwrap() {
			fmt.Println(i, part)
		}
	}
	hidden := fmt.Errorf("read config: %v", fs.ErrNotExist) //nolint:errorlint // hidden on purpose
	fmt.Println("hidden from Is:", errors.Is(hidden, fs.ErrNotExist))
	// Output:
	// ==: false | Is: true
	// through a join: true
	// typed: age
	// 0 read config: file does not exist
	// 1 check: field age is wrong
	// hidden from Is: false
}
