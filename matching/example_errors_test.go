package matching_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/goconcepts/cookbook/matching"
)

// httpError is an error with a range to match on.
type httpError struct{ status int }

func (e *httpError) Error() string { return fmt.Sprint("status ", e.status) }

// How do you match errors by type and by range?
//
// With [errors.AsType] for a type, errors.Is for a value, and a condition on the fields,
// from the most special to the broadest. Each step of such a ladder walks the tree of
// wrapped errors anew; [matching.Errors] looks for all of them in one walk, and the
// upper arm still wins.
//
// Follow-ups:
//   - Which wins when two arms match? The upper arm, however deep its error lies, just as in the ladder.
//   - Why not a type switch on err? It sees only the outermost error; once somebody wraps it, the case is missed.
//   - Does a joined error match twice? The tree is walked depth first, and the first error that an arm takes is the one.
//
// Pitfalls:
//   - errors.As with a target of the wrong pointer level panics, and vet finds it. AsType cannot panic so, but a pointer type compiles where the error is a value, and never matches.
//   - A ladder stops at the first error of a type, even when its range does not fit; Errors goes on behind it.
//
// Trade-offs:
//   - For one or two types a ladder is shorter; from about three on Errors reads as a table. Measure before you choose it for speed: AsType is quick.
//   - If callers must branch on many errors, perhaps the function should return a result instead.
//
// From Python: `except (A, B)` looks at the class of the one exception; what it was raised
// from, `__cause__`, is never searched. `except*` (3.11) looks into groups.
//
// Level: mid. Tags: errors, patterns. Since: go1.26. See: [errors.AsType], patterns/errors, matching/response.
func Example_errors() {
	ladder := func(err error) string {
		if e, ok := errors.AsType[*httpError](err); ok && 400 <= e.status && e.status < 500 {
			return fmt.Sprint("our request was wrong: ", e.status)
		}
		if e, ok := errors.AsType[*fs.PathError](err); ok {
			return "a file: " + e.Path
		}
		if errors.Is(err, context.Canceled) {
			return "we stopped it"
		}
		return "no idea"
	}
	client := func(e *httpError) bool { return 400 <= e.status && e.status < 500 }
	set := matching.Errors(
		matching.As(client, func(e *httpError) (string, error) { return fmt.Sprint("our request was wrong: ", e.status), nil }),
		matching.As(nil, func(e *fs.PathError) (string, error) { return "a file: " + e.Path, nil }),
		matching.Is(context.Canceled, func(error) (string, error) { return "we stopped it", nil }),
	)
	for _, err := range []error{
		fmt.Errorf("load: %w", &httpError{404}),
		fmt.Errorf("load: %w", &httpError{500}),
		errors.Join(context.Canceled, fmt.Errorf("read: %w", &fs.PathError{Op: "open", Path: "a.txt", Err: fs.ErrNotExist})),
		fmt.Errorf("twice: %w", fmt.Errorf("wrapped: %w", context.Canceled)),
	} {
		answer, none := set.Match(err)
		if errors.Is(none, matching.ErrNoMatch) {
			answer = "no idea"
		}
		fmt.Println(answer, "| the ladder agrees:", answer == ladder(err))
	}
	// Output:
	// our request was wrong: 404 | the ladder agrees: true
	// no idea | the ladder agrees: true
	// a file: a.txt | the ladder agrees: true
	// we stopped it | the ladder agrees: true
}
