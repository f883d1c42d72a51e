package decorators

import (
	"context"
	"errors"
	"time"
)

// Gate decides which calls may go on, and learns how they ended: a [Breaker], a
// [Limiter], a [Bulkhead], or one of your own. One gate may guard many functions.
// Its methods must be safe for concurrent use.
type Gate interface {
	// Enter admits a call, after a wait perhaps, or refuses it with an error.
	// The ticket is given back to Leave.
	Enter(ctx context.Context) (ticket uint64, err error)
	// Leave is called exactly once after each admission, with the call's error,
	// or ErrNotReturned after a panic or runtime.Goexit.
	Leave(ctx context.Context, ticket uint64, err error)
}

// ErrNotReturned tells [Gate].Leave that the call panicked or ended its goroutine.
var ErrNotReturned = errors.New("decorators: the function did not return")

// The reasons for which a gate refuses a call, wrapped in a [RefusedError].
var (
	ErrOpen    = errors.New("breaker open")  // [Breaker]
	ErrLimited = errors.New("rate limited")  // [Limiter]
	ErrFull    = errors.New("no place free") // [Bulkhead], and [Keyed] with Max keys
)

// RefusedError is the error of a call that was never made.
type RefusedError struct {
	Name   string        // what [Name] called the function, or ""
	Reason error         // ErrOpen, ErrLimited or ErrFull
	After  time.Duration // when it may be worth another try; 0 if nobody knows
}

// Error gives the name, the reason and the time.
func (e *RefusedError) Error() string {
	text := "decorators: refused"
	if e.Name != "" {
		text += " " + e.Name
	}
	text += ": " + e.Reason.Error()
	if e.After > 0 {
		text += " for " + e.After.String()
	}
	return text
}

// Unwrap returns the reason.
func (e *RefusedError) Unwrap() error { return e.Reason }

// RetryAfter returns After: a [Retry] further out waits that long at least.
func (e *RefusedError) RetryAfter() time.Duration { return e.After }

// Guard puts f behind g. A refused call does not reach f. Whatever f does, even
// a panic or runtime.Goexit, g learns of it, so nothing that g gave out is lost;
// both pass through. It costs a few nanoseconds beside g's own and allocates
// nothing. It panics if g or f is nil.
func Guard[In, Out any](g Gate, f Func[In, Out]) Func[In, Out] {
	if g == nil || f == nil {
		panic("decorators: Guard: nil gate or function")
	}
	switch g := g.(type) { // a call that the compiler knows costs half of one by an interface
	case *Breaker:
		return guardBreaker(g, f)
	case *Bulkhead:
		return guardBulkhead(g, f)
	case *Limiter:
		return func(ctx context.Context, in In) (Out, error) {
			if _, err := g.Enter(ctx); err != nil {
				var none Out
				return none, err
			}
			return f(ctx, in)
		}
	}
	return func(ctx context.Context, in In) (Out, error) {
		ticket, err := g.Enter(ctx)
		if err != nil {
			var none Out
			return none, err
		}
		ended := ErrNotReturned
		defer func() { g.Leave(ctx, ticket, ended) }()
		out, err := f(ctx, in)
		ended = err
		return out, err
	}
}

func guardBreaker[In, Out any](b *Breaker, f Func[In, Out]) Func[In, Out] {
	return func(ctx context.Context, in In) (Out, error) {
		ticket, err := b.Enter(ctx)
		if err != nil {
			var none Out
			return none, err
		}
		ended := ErrNotReturned
		defer func() { b.Leave(ctx, ticket, ended) }()
		out, err := f(ctx, in)
		ended = err
		return out, err
	}
}

func guardBulkhead[In, Out any](b *Bulkhead, f Func[In, Out]) Func[In, Out] {
	return func(ctx context.Context, in In) (Out, error) {
		if _, err := b.Enter(ctx); err != nil {
			var none Out
			return none, err
		}
		defer b.Leave(ctx, 0, nil)
		return f(ctx, in)
	}
}
