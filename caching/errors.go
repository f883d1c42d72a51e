package caching

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// ErrNotFound is the error of a key that a bulk loader did not return. A loader
// may return it for a key that does not exist.
var ErrNotFound = errors.New("caching: load: not found")

// ErrGoexit is the error of everyone who waited for a load that called
// [runtime.Goexit], as t.FailNow does.
var ErrGoexit = errors.New("caching: load: the loader called runtime.Goexit")

// PanicError is the error of everyone who waited for a load that panicked.
type PanicError struct {
	Value any    // what panic was called with
	Stack []byte // the loader's stack at the panic
}

// Error returns the panic's value and the loader's stack.
func (e *PanicError) Error() string {
	return fmt.Sprintf("caching: load: panic: %v\n\n%s", e.Value, e.Stack)
}

// Unwrap returns the panic's value if that is an error.
func (e *PanicError) Unwrap() error {
	err, _ := e.Value.(error)
	return err
}

// CycleError is the error of a load that needs itself, directly or through the
// loads of other keys, in this goroutine or in others.
type CycleError struct {
	Keys []any // the way round: each key's load waits for the next; the first is the last
}

// Error returns the way round, as in "a -> b -> a".
func (e *CycleError) Error() string {
	var b strings.Builder
	b.WriteString("caching: load: needs itself: ")
	for i, k := range e.Keys {
		if i > 0 {
			b.WriteString(" -> ")
		}
		fmt.Fprint(&b, k)
	}
	return b.String()
}

// gaveUp is the error of a waiter whose own context ended.
func gaveUp(ctx context.Context) error {
	err, cause := ctx.Err(), context.Cause(ctx)
	if errors.Is(cause, err) {
		return fmt.Errorf("caching: wait: %w", cause)
	}
	return fmt.Errorf("caching: wait: %w: %w", err, cause)
}
