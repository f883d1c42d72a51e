package decorators

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"
)

// TimeoutError says which [Timeout] ended a call. It is
// [context.DeadlineExceeded] to [errors.Is], and has Timeout() true as the
// errors of package net have. It is also the context's cause.
type TimeoutError struct {
	Name  string        // what [Name] called the function, or ""
	After time.Duration // the layer's bound
	Err   error         // what the function returned; nil while it runs
}

// Error names the function, the bound and what the function returned.
func (e *TimeoutError) Error() string {
	name := e.Name
	if name != "" {
		name = " " + name
	}
	if e.Err == nil {
		return fmt.Sprintf("decorators: timeout%s: after %v", name, e.After)
	}
	return fmt.Sprintf("decorators: timeout%s: after %v: %v", name, e.After, e.Err)
}

// Unwrap returns what the function returned.
func (e *TimeoutError) Unwrap() error { return e.Err }

// Is reports whether target is [context.DeadlineExceeded].
func (e *TimeoutError) Is(target error) bool { return target == context.DeadlineExceeded }

// Timeout is true.
func (e *TimeoutError) Timeout() bool { return true }

// Timeout bounds each call of f to d by a context that ends then. If this bound,
// and not an outer one, ended the call, the error is a [*TimeoutError] around
// f's own. A success that comes late stays a success.
//
// It waits for f to return and leaves nothing behind: no goroutine, no timer. So
// f must heed its context; a function that cannot be stopped cannot be timed
// out, only abandoned, and then its goroutine leaks.
//
// A call costs one allocation; the timer starts only when f, or something it
// calls, asks for the context's Done. It is safe for concurrent use. It panics
// if d is not positive. For one call in one place context.WithTimeout suffices.
func Timeout[In, Out any](d time.Duration, f Func[In, Out]) Func[In, Out] {
	if d <= 0 || f == nil {
		panic("decorators: Timeout: not a positive duration, or a nil function")
	}
	return func(ctx context.Context, in In) (Out, error) {
		c := &timeoutContext{Context: ctx, after: d, deadline: time.Now().Add(d)}
		defer c.end()
		out, err := f(c, in)
		if err != nil && c.expired() {
			err = &TimeoutError{Name: nameOf(ctx), After: d, Err: err}
		}
		return out, err
	}
}

// timeoutContext is a context.WithDeadlineCause that is made only when somebody
// needs more of it than the parent and a look at the clock can give.
type timeoutContext struct {
	context.Context // the parent
	deadline        time.Time
	after           time.Duration
	made            atomic.Pointer[madeContext] // nil until needed
}

// madeContext is the context that was made.
type madeContext struct {
	context.Context
	cancel context.CancelFunc
	cause  *TimeoutError // what ended it if this layer's time was over
}

// over stands for a context that was not needed before the call was over.
var over = &madeContext{}

// Deadline returns the earlier of the parent's deadline and this layer's.
func (c *timeoutContext) Deadline() (time.Time, bool) {
	if outer, ok := c.Context.Deadline(); ok && outer.Before(c.deadline) {
		return outer, true
	}
	return c.deadline, true
}

// Done starts the timer.
func (c *timeoutContext) Done() <-chan struct{} { return c.make().Done() }

// Err looks at the clock while there is no timer.
func (c *timeoutContext) Err() error {
	if c.made.Load() == nil && c.Context.Err() == nil && time.Now().Before(c.deadline) {
		return nil
	}
	return c.make().Err() // made even if it has ended, so that its cause can be found
}

// Value asks the context that was made, if any: package context finds its own
// kind by a value, and then needs no goroutine to tell children of the end.
func (c *timeoutContext) Value(key any) any {
	if m := c.made.Load(); m != nil && m != over {
		return m.Value(key)
	}
	return c.Context.Value(key)
}

func (c *timeoutContext) make() *madeContext {
	for {
		old := c.made.Load()
		if old != nil && old != over {
			return old
		}
		m := &madeContext{cause: &TimeoutError{Name: nameOf(c.Context), After: c.after}}
		m.Context, m.cancel = context.WithDeadlineCause(c.Context, c.deadline, m.cause)
		if old == over {
			m.cancel()
		}
		if c.made.CompareAndSwap(old, m) {
			return m
		}
		m.cancel() // somebody else was faster
	}
}

// expired reports whether this layer's time, not the parent, ended the context.
func (c *timeoutContext) expired() bool {
	m := c.made.Load()
	if m == nil {
		return c.Context.Err() == nil && !time.Now().Before(c.deadline)
	}
	cause, ok := errors.AsType[*TimeoutError](context.Cause(m))
	return ok && cause == m.cause
}

// end cancels the context: the call is over.
func (c *timeoutContext) end() {
	if !c.made.CompareAndSwap(nil, over) {
		c.made.Load().cancel()
	}
}
