package pool

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Config holds the settings of a pool. Open and Max are required; the zero value of
// every other field turns its feature off. OnLeak and OnError may be called by several
// goroutines at once, also by the pool's own, and must not panic there.
type Config[T any] struct {
	// Open makes a resource. It gets the caller's values without his cancellation, since
	// the next caller may take what it opens: bound it by a timeout of your own.
	Open func(context.Context) (T, error)
	// Close ends a resource; nil is nothing. Its errors and panics go to OnError.
	Close func(T) error
	// Check reports whether a resource that lay idle is still sound; nil is no check. One
	// that is not is closed, and the caller gets another. A panic passes to the
	// caller, and closes the resource.
	Check func(context.Context, T) error
	// Broken reports whether an error of [Pool.Do]'s function means that the
	// resource is of no more use; nil is never.
	Broken func(error) bool

	// Max is how many resources there are at most, in use, idle, or being opened
	// or closed: 1 or more.
	Max int
	// MinIdle is how many resources lie ready: 0 to Max. As soon as a call leaves
	// fewer, more are opened beside it, within Max; see also [Pool.Prefill].
	MinIdle int

	// MaxLifetime is the age after which a resource is not handed out again, however
	// much it is used; 0 is any.
	MaxLifetime time.Duration
	// LifetimeJitter takes up to so much from each resource's MaxLifetime, at random, so
	// that what was opened together does not end together: 0 to MaxLifetime.
	LifetimeJitter time.Duration
	// MaxIdle is how long a resource may lie idle and still be used again; 0 is for ever.
	MaxIdle time.Duration
	// CheckAfter is how long a resource may lie idle and still be used without a Check; 0
	// checks whenever one is handed out again.
	CheckAfter time.Duration

	// LeakAfter is how long a lease may be held before OnLeak is told; it also makes the
	// pool find leases that were lost: their resource is closed and their place is free
	// again after a garbage collection. 0 is off. Each lease then costs a stack trace
	// and some allocations.
	LeakAfter time.Duration
	// OnLeak is told of leases that are held for too long or were lost. It needs LeakAfter.
	OnLeak func(Leak)
	// OnError is told of errors that no caller gets: of Close, and of Open for MinIdle.
	OnError func(error)
}

// Errors that a caller branches on.
var (
	// ErrClosed is the error of everybody who comes to, or waits for, a closed pool.
	ErrClosed = errors.New("pool: closed")
	// ErrReleased is the error of a lease that has ended: it was given back, destroyed,
	// hijacked or found lost before, or it is the zero Lease.
	ErrReleased = errors.New("pool: the lease was given back already")
	// ErrDeadlock is the error of an acquisition inside [Pool.Do] that could only wait for
	// itself: all places are held by callers who wait for one more.
	ErrDeadlock = errors.New("pool: all resources are held by callers who wait for another one")
)

// check returns an error that names the first wrong setting.
func (c *Config[T]) check() error {
	switch {
	case c.Open == nil:
		return errors.New("pool: config: Open is nil, want a function")
	case c.Max < 1:
		return fmt.Errorf("pool: config: Max is %d, want 1 or more", c.Max)
	case c.MinIdle < 0 || c.MinIdle > c.Max:
		return fmt.Errorf("pool: config: MinIdle is %d, want 0 to Max, which is %d", c.MinIdle, c.Max)
	case c.LifetimeJitter < 0 || c.LifetimeJitter > max(0, c.MaxLifetime):
		return fmt.Errorf("pool: config: LifetimeJitter is %v, want 0 to MaxLifetime, which is %v", c.LifetimeJitter, c.MaxLifetime)
	case c.CheckAfter > 0 && c.Check == nil:
		return fmt.Errorf("pool: config: CheckAfter is %v and Check is nil, want a function", c.CheckAfter)
	case c.OnLeak != nil && c.LeakAfter == 0:
		return errors.New("pool: config: LeakAfter is 0s and OnLeak is set, want more than 0")
	}
	for _, d := range []struct {
		name  string
		value time.Duration
	}{{"MaxLifetime", c.MaxLifetime}, {"MaxIdle", c.MaxIdle}, {"CheckAfter", c.CheckAfter}, {"LeakAfter", c.LeakAfter}} {
		if d.value < 0 {
			return fmt.Errorf("pool: config: %s is %v, want 0 or more", d.name, d.value)
		}
	}
	return nil
}
