package resource_test

import (
	"errors"
	"fmt"
)

var errOpen, errClose = errors.New("open failed"), errors.New("close failed")

// scope is an ExitStack in ten lines: what is entered is closed in reverse.
type scope struct{ closers []func() error }

func (s *scope) enter(open, closer func() error) error {
	if err := open(); err != nil {
		return err // nothing to close
	}
	s.closers = append(s.closers, closer)
	return nil
}

func (s *scope) end(err *error) {
	for _, c := range s.closers { // deferred in order, so run in reverse
		defer func() { *err = errors.Join(*err, c()) }()
	}
}

// Many resources, one scope: how do you close them all?
//
// A stack of closers, run last in, first out, because what came later may use what came
// before. When the second open fails, the first is closed and nothing else. Every error is
// kept: that of the body and each closer's, joined. Running each closer in a deferred call
// makes a panic in one harmless for the others.
//
// Follow-ups:
//   - What does resource.With add? Closers that run under a context without cancellation, suppression, a panic that carries the closers' errors, and Move for constructors.
//   - When is a row of defers enough? When their number is known and a failing close does not matter, as for files that were only read.
//   - How does a constructor keep what it opened? Move the closers off the stack once all opens have succeeded, into the Close of what it returns.
//
// Pitfalls:
//   - Closing in order of opening: the buffer is flushed after its file is closed.
//   - Stopping at the first failing close leaks all the rest.
//
// Trade-offs: A stack decides at run time, so it fits loops and options; plain defers are checked by
// the reader's eye and cost nothing.
//
// From Python: ExitStack raises the last closer's exception and keeps the others as __context__, where except
// does not look; errors.Join lets errors.Is find each. Parenthesised with items are nothing but nested withs.
//
// Level: mid. Tags: defer, errors, resources. Since: go1.20. See: [errors.Join], patterns/resource/with.
func Example_stack() {
	ok := func() error { return nil }
	say := func(name string, err error) func() error {
		return func() error { fmt.Println("  close", name); return err }
	}
	run := func(secondOpen func() error, body error) (err error) {
		var s scope
		defer s.end(&err)
		if err := s.enter(ok, say("file", errClose)); err != nil {
			return err
		}
		if err := s.enter(secondOpen, say("buffer", nil)); err != nil {
			return err
		}
		return body
	}
	fmt.Println("both open")
	err := run(ok, errors.New("disk full"))
	fmt.Printf("  %q\n", err)

	fmt.Println("the second open fails")
	err = run(func() error { return errOpen }, nil)
	fmt.Println("  open:", errors.Is(err, errOpen), "close:", errors.Is(err, errClose))
	// Output:
	// both open
	//   close buffer
	//   close file
	//   "disk full\nclose failed"
	// the second open fails
	//   close file
	//   open: true close: true
}
