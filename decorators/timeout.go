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
	layer := &timeoutLayer{after: d, begun: time.Now()}
	return func(ctx context.Context, in In) (Out, error) {
		c := &timeoutContext{Context: ctx, layer: layer, until: time.Since(layer.begun) + min(d, longest)}
		defer c.end()
		out, err := f(c, in)
		if err != nil && c.expired() {
			err = &TimeoutError{Name: nameOf(ctx), After: d, Err: err}
		}
		return out, err
	}
}

// longest is 146 years, which leaves room for a sum.
const longest = 1 << 62

// timeoutLayer is what all calls of one layer share. A call reads how long the
// layer is there, which is half the price of the time of day.
type timeoutLayer struct {
	after time.Duration
	begun time.Time
}

// timeoutContext is a context.WithDeadlineCause that is made only when somebody
// needs more of it than the parent and a look at the clock can give.
type timeoutContext struct {
	context.Context // the parent
	layer           *timeoutLayer
	until           time.Duration               // after the layer's beginning
	made            atomic.Pointer[madeContext] // nil until needed
	ended           atomic.Bool                 // the call is over
}

// madeContext is the context that was made.
type madeContext struct {
	context.Context
	cancel context.CancelFunc
	cause  *TimeoutError // what ended it if this layer's time was over
}

// deadline is this layer's: the same each time on the monotonic clock, and by the
// time of day as it is now.
func (c *timeoutContext) deadline() time.Time {
	now := time.Now()
	return now.Add(c.until - now.Sub(c.layer.begun))
}

// late reports whether this layer's time is over.
func (c *timeoutContext) late() bool { return time.Since(c.layer.begun) >= c.until }

// Deadline returns the earlier of the parent's deadline and this layer's.
func (c *timeoutContext) Deadline() (time.Time, bool) {
	deadline := c.deadline()
	if outer, ok := c.Context.Deadline(); ok && outer.Before(deadline) {
		return outer, true
	}
	return deadline, true
}

// Done starts the timer.
func (c *timeoutContext) Done() <-chan struct{} { return c.make().Done() }

// Err looks at the clock while there is no timer.
func (c *timeoutContext) Err() error {
	if c.made.Load() == nil && !c.ended.Load() && c.Context.Err() == nil && !c.late() {
		return nil
	}
	return c.make().Err() // made even if it has ended, so that its cause can be found
}

// Value asks the context that was made, if any: package context finds its own
// kind by a value, and then needs no goroutine to tell children of the end.
func (c *timeoutContext) Value(key any) any {
	if m := c.made.Load(); m != nil {
		return m.Value(key)
	}
	return c.Context.Value(key)
}

func (c *timeoutContext) make() *madeContext {
	m := c.made.Load()
	if m == nil {
		m = &madeContext{cause: &TimeoutError{Name: nameOf(c.Context), After: c.layer.after}}
		m.Context, m.cancel = context.WithDeadlineCause(c.Context, c.deadline(), m.cause)
		if !c.made.CompareAndSwap(nil, m) { // somebody else was faster
			m.cancel()
			m = c.made.Load()
		}
	}
	if c.ended.Load() { // end may have looked before there was something to cancel
		m.cancel()
	}
	return m
}

// expired reports whether this layer's time, not the parent, ended the context.
func (c *timeoutContext) expired() bool {
	m := c.made.Load()
	if m == nil {
		return c.Context.Err() == nil && c.late()
	}
	cause, ok := errors.AsType[*TimeoutError](context.Cause(m))
	return ok && cause == m.cause
}

// end cancels the context: the call is over.
func (c *timeoutContext) end() {
	c.ended.Store(true)
	if m := c.made.Load(); m != nil {
		m.cancel()
	}
}
