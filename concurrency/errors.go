package concurrency

import (
	"errors"
	"fmt"
)

// ErrGoexit is the error of an item or task that ended by [runtime.Goexit], as
// t.FailNow does, instead of returning. It is never taken for success.
var ErrGoexit = errors.New("concurrency: goexit: the function ended without returning")

// ErrClosed is returned by a [Pool] that was closed and by a [Scope] that has ended.
var ErrClosed = errors.New("concurrency: closed")

// ItemError is the error of one item, function or task. It unwraps to Err.
type ItemError struct {
	Index int   // which item, from 0
	Err   error // what it returned, ErrGoexit, or why it was not started
}

// Error returns "concurrency: item 3: " and the text of Err.
func (e *ItemError) Error() string { return fmt.Sprintf("concurrency: item %d: %v", e.Index, e.Err) }

// Unwrap returns Err.
func (e *ItemError) Unwrap() error { return e.Err }

// PanicError is the value with which a panic in another goroutine is raised again
// where that goroutine is joined. It unwraps to Value when that is an error.
type PanicError struct {
	Index int    // which item, function or task panicked, from 0; -1 for a source
	Value any    // what it panicked with
	Stack []byte // the stack of the goroutine that panicked, at the panic
}

// Error returns the value and the stack, since a program that dies of the panic
// prints no more than this.
func (e *PanicError) Error() string {
	return fmt.Sprintf("concurrency: item %d panicked: %v\n\nits stack:\n%s", e.Index, e.Value, e.Stack)
}

// Unwrap returns Value when it is an error, otherwise nil.
func (e *PanicError) Unwrap() error {
	err, _ := e.Value.(error)
	return err
}
