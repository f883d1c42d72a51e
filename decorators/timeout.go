package decorators

import (
	"context"
	"fmt"
	"sync"
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
	after           time.Duration
	deadline        time.Time

	mu     sync.Mutex
	lazy   context.Context // nil until needed
	cancel context.CancelFunc
	cause  *TimeoutError // the cause that lazy has if this layer's time is over
	ended  bool          // the call is over
}

// Deadline returns the earlier of the parent's deadline and this layer's.
func (c *timeoutContext) Deadline() (time.Time, bool) {
	if outer, ok := c.Context.Deadline(); ok && outer.Before(c.deadline) {
		return outer, true
	}
	return c.deadline, true
}

// Done starts the timer.
func (c *timeoutContext) Done() <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.begin().Done()
}

// Err looks at the clock while there is no timer.
func (c *timeoutContext) Err() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.lazy == nil && !c.ended && c.Context.Err() == nil && time.Now().Before(c.deadline) {
		return nil
	}
	return c.begin().Err() // made even if it has ended, so that its cause can be found
}

// Value asks the lazy context when there is one: package context finds its own
// kind by a value, and then needs no goroutine to tell children of the end.
func (c *timeoutContext) Value(key any) any {
	c.mu.Lock()
	lazy := c.lazy
	c.mu.Unlock()
	if lazy != nil {
		return lazy.Value(key)
	}
	return c.Context.Value(key)
}

// begin makes the lazy context. The caller holds c.mu.
func (c *timeoutContext) begin() context.Context {
	if c.lazy == nil {
		c.cause = &TimeoutError{Name: nameOf(c.Context), After: c.after}
		c.lazy, c.cancel = context.WithDeadlineCause(c.Context, c.deadline, c.cause)
		if c.ended {
			c.cancel()
		}
	}
	return c.lazy
}

// expired reports whether this layer's time, not the parent, ended the context.
func (c *timeoutContext) expired() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.lazy == nil {
		return c.Context.Err() == nil && !time.Now().Before(c.deadline)
	}
	cause, ok := context.Cause(c.lazy).(*TimeoutError)
	return ok && cause == c.cause
}

// end cancels the context: the call is over.
func (c *timeoutContext) end() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ended = true
	if c.cancel != nil {
		c.cancel()
	}
}
