package resource

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
)

// A Stack holds what a scope has to close. The zero Stack is empty and ready for
// use; its closers get [context.Background]. It belongs to one goroutine and must
// not be copied.
type Stack struct {
	ctx   context.Context
	exits []exit
	ended bool
}

// An exit gets the error in flight and returns the one that is in flight after it.
type exit func(ctx context.Context, err error) error

// A PanicError is what With panics with when its scope panicked and closers
// failed besides: neither may be lost. A panic without failing closers goes on
// with its own value.
type PanicError struct {
	Value any    // what the scope, or a closer, panicked with
	Err   error  // the errors of the scope and its closers
	Stack []byte // the stack at the panic
}

// Error tells both.
func (e *PanicError) Error() string {
	return fmt.Sprintf("resource: panic: %v; then closing: %v", e.Value, e.Err)
}

// Unwrap returns Err and, where it is an error, Value.
func (e *PanicError) Unwrap() []error {
	if v, ok := e.Value.(error); ok {
		return []error{v, e.Err}
	}
	return []error{e.Err}
}

// With calls f with an empty Stack and closes, last in, first out, what f has
// entered, however f ends. It returns f's error joined with those of the closers;
// each is found by [errors.Is]. The closers run under a context that keeps ctx's
// values but not its cancellation, so that a cancelled request still releases.
//
// A panic of f continues once everything is closed: with its own value, or, when a
// closer failed, with a [*PanicError]. A closer that panics does not keep the
// others from running; its panic continues instead, as with defer. After a Goexit
// everything is closed too, but nobody is left to be told of a closer's error.
//
// The Stack must not be used after With has returned: Defer and Enter then panic.
func With(ctx context.Context, f func(*Stack) error) (err error) {
	s := &Stack{ctx: ctx}
	closed := false
	defer func() {
		s.ended = true
		if closed {
			return
		}
		s.unwind(&err)
		if err == nil {
			return
		}
		if v := recover(); v != nil {
			panic(&PanicError{Value: v, Err: err, Stack: debug.Stack()})
		}
	}()
	err = f(s)
	s.unwind(&err)
	closed = true
	return err
}

// Enter opens a resource and enters its close on the stack. When open fails there
// is nothing to close: its error is returned, and what was entered before is closed
// by the scope's end. It panics when the stack's With has ended.
func Enter[T any](s *Stack, open func(context.Context) (T, error), closer func(T) error) (T, error) {
	s.mustBeOpen()
	v, err := open(s.context())
	if err != nil {
		return v, err
	}
	s.Defer(func() error { return closer(v) })
	return v, nil
}

// Defer enters a function that the end of the scope calls; its error is joined to
// the scope's. It panics when the stack's With has ended.
func (s *Stack) Defer(f func() error) {
	s.DeferCtx(func(context.Context) error { return f() })
}

// DeferCtx is [Stack.Defer] for a function that takes a context: the scope's own
// values without its cancellation.
func (s *Stack) DeferCtx(f func(context.Context) error) {
	s.push(func(ctx context.Context, err error) error { return join(err, f(ctx)) })
}

// Close closes what is on the stack, last in, first out, and returns every error,
// joined. The stack is empty afterwards and may be used again.
func (s *Stack) Close() (err error) {
	s.unwind(&err)
	return err
}

func (s *Stack) push(e exit) {
	s.mustBeOpen()
	s.exits = append(s.exits, e)
}

func (s *Stack) mustBeOpen() {
	if s.ended {
		panic("resource: the Stack was used after its With had returned")
	}
}

func (s *Stack) context() context.Context {
	if s.ctx == nil {
		return context.Background()
	}
	return s.ctx
}

// unwind runs the exits. Each is taken off before it runs, so that none runs twice,
// and the next is deferred, so that it runs even if this one panics.
func (s *Stack) unwind(err *error) {
	n := len(s.exits) - 1
	if n < 0 {
		return
	}
	last := s.exits[n]
	s.exits[n] = nil
	s.exits = s.exits[:n]
	defer s.unwind(err)
	*err = last(context.WithoutCancel(s.context()), *err)
}

// join is errors.Join that leaves a lone error as it is.
func join(a, b error) error {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	}
	return errors.Join(a, b)
}
