package pool

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"github.com/goconcepts/cookbook/internal/outcome"
)

// Config holds the settings of a pool. Open is required, and so is Max.
type Config[T any] struct {
	// Open makes a resource. It gets the caller's values without his cancellation, since
	// the next caller may take what it opens: bound it by a timeout of your own.
	Open func(context.Context) (T, error)
	// Close ends a resource; nil is nothing. Its errors go to OnError.
	Close func(T) error
	// Broken reports whether an error of [Pool.Do]'s function means that the
	// resource is of no more use; nil is never.
	Broken func(error) bool
	// Max is how many resources there are at most, in use and idle: 1 or more.
	Max int
	// MaxLifetime is the age after which a resource is not used again; 0 is any.
	MaxLifetime time.Duration
	// MaxIdle is how long a resource may lie idle and still be used again; 0 is for ever.
	MaxIdle time.Duration
	// OnError is told of errors of Close.
	OnError func(error)
}

// Errors that a caller branches on.
var (
	ErrClosed   = errors.New("pool: closed")
	ErrReleased = errors.New("pool: the lease was given back already")
)

// PanicError is the error of a caller whose Open panicked: the others and the pool go on.
type PanicError struct {
	Value any
	Stack []byte
}

// Error returns the panic's value and stack.
func (e *PanicError) Error() string {
	return fmt.Sprintf("pool: open: panic: %v\n\n%s", e.Value, e.Stack)
}

// Unwrap returns the panic's value if it is an error.
func (e *PanicError) Unwrap() error {
	err, _ := e.Value.(error)
	return err
}

// Pool is a pool of resources. Its methods may be called by several goroutines. Make
// one with [New]. Each Open runs in a goroutine of its own, so that its caller may leave;
// nothing else starts one, and none is left once the Opens have returned.
type Pool[T any] struct {
	cfg Config[T]

	mu      sync.Mutex // guards all below; never held while a function of the user's runs
	idle    []*item[T] // the last is the most recently used
	open    int        // resources that exist or are being opened
	waiters []*waiter[T]
	closed  bool
}

type item[T any] struct {
	value      T
	born, used time.Time
}

// waiter waits for a resource, or for the right to open one.
type waiter[T any] struct {
	ready chan grant[T] // has room for one
}

type grant[T any] struct {
	item *item[T] // nil: open one
	err  error
}

// New returns an empty pool, or an error that names the wrong setting.
func New[T any](c Config[T]) (*Pool[T], error) {
	switch {
	case c.Open == nil:
		return nil, errors.New("pool: config: Open is nil, want a function")
	case c.Max < 1:
		return nil, fmt.Errorf("pool: config: Max is %d, want 1 or more", c.Max)
	case c.MaxLifetime < 0:
		return nil, fmt.Errorf("pool: config: MaxLifetime is %v, want 0 or more", c.MaxLifetime)
	case c.MaxIdle < 0:
		return nil, fmt.Errorf("pool: config: MaxIdle is %v, want 0 or more", c.MaxIdle)
	}
	return &Pool[T]{cfg: c}, nil
}

// Do calls f with a resource and gives it back: the with statement. The resource is
// closed instead when f panics, calls runtime.Goexit, or returns an error that is
// Broken. It waits for a resource while all are in use, in order of arrival, until
// ctx ends.
func (p *Pool[T]) Do(ctx context.Context, f func(context.Context, T) error) error {
	lease, err := p.Acquire(ctx)
	if err != nil {
		return err
	}
	returned := false
	defer func() {
		if !returned {
			_ = lease.Destroy() // a panic or Goexit goes on: who knows in what state the resource is
		}
	}()
	err = f(ctx, lease.Value())
	broken := err != nil && p.cfg.Broken != nil && p.cfg.Broken(err)
	returned = true
	if broken {
		return errors.Join(err, lease.Destroy())
	}
	return errors.Join(err, lease.Release())
}

// Lease is a resource in the hands of one caller. Give it back with Release or
// Destroy, once.
type Lease[T any] struct {
	pool *Pool[T]
	item *item[T]

	once sync.Mutex
	done bool
}

// Value returns the resource. It must not be used after Release or Destroy.
func (l *Lease[T]) Value() T { return l.item.value }

// Release gives the resource back. A second time is [ErrReleased] and does nothing.
func (l *Lease[T]) Release() error { return l.end(true) }

// Destroy closes the resource and frees its place. A second time is [ErrReleased].
func (l *Lease[T]) Destroy() error { return l.end(false) }

func (l *Lease[T]) end(keep bool) error {
	l.once.Lock()
	done := l.done
	l.done = true
	l.once.Unlock()
	if done {
		return ErrReleased
	}
	l.pool.put(l.item, keep)
	return nil
}

// Acquire returns a resource that the caller must give back. It fails with
// [ErrClosed], with Open's error, or with the cause of ctx's end; then no place is lost.
func (p *Pool[T]) Acquire(ctx context.Context) (*Lease[T], error) {
	if ctx.Err() != nil {
		return nil, fmt.Errorf("pool: acquire: %w", context.Cause(ctx))
	}
	it, w, stale, err := p.take()
	if err != nil {
		return nil, err
	}
	p.closeStale(stale, it)
	if w != nil {
		if it, err = p.wait(ctx, w); err != nil {
			return nil, err
		}
	}
	if it == nil {
		if it, err = p.openOne(ctx); err != nil {
			return nil, err
		}
	}
	return &Lease[T]{pool: p, item: it}, nil
}

// take returns an idle resource, or nil and nil for the right to open one, or a
// waiter. Idle ones that are over their time come back to be closed.
func (p *Pool[T]) take() (it *item[T], w *waiter[T], stale []*item[T], err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return nil, nil, nil, ErrClosed
	}
	for n := len(p.idle); n > 0; n = len(p.idle) {
		it := p.idle[n-1]
		p.idle[n-1] = nil
		p.idle = p.idle[:n-1]
		if !p.over(it) {
			return it, nil, stale, nil
		}
		stale = append(stale, it)
		p.open--
	}
	if p.open < p.cfg.Max {
		p.open++
		return nil, nil, stale, nil
	}
	w = &waiter[T]{ready: make(chan grant[T], 1)}
	p.waiters = append(p.waiters, w)
	return nil, w, stale, nil
}

// over reports whether an idle resource has lived or lain too long.
func (p *Pool[T]) over(it *item[T]) bool {
	if p.cfg.MaxLifetime == 0 && p.cfg.MaxIdle == 0 {
		return false
	}
	now := time.Now()
	return p.cfg.MaxLifetime > 0 && now.Sub(it.born) >= p.cfg.MaxLifetime ||
		p.cfg.MaxIdle > 0 && now.Sub(it.used) >= p.cfg.MaxIdle
}

func (p *Pool[T]) wait(ctx context.Context, w *waiter[T]) (*item[T], error) {
	select {
	case g := <-w.ready:
		if g.err == nil && ctx.Err() != nil { // both came at once: a context that has ended gets nothing
			p.handOn(g.item)
			return nil, fmt.Errorf("pool: acquire: %w", context.Cause(ctx))
		}
		return g.item, g.err
	case <-ctx.Done():
	}
	p.mu.Lock()
	left := false
	for i, other := range p.waiters {
		if other == w {
			p.waiters = append(p.waiters[:i], p.waiters[i+1:]...)
			left = true
			break
		}
	}
	p.mu.Unlock()
	if !left { // granted at the same moment: hand it on
		if g := <-w.ready; g.err == nil {
			p.handOn(g.item)
		}
	}
	return nil, fmt.Errorf("pool: acquire: %w", context.Cause(ctx))
}

// handOn gives to the next what its owner does not want: a resource, or with nil the
// right to open one.
func (p *Pool[T]) handOn(it *item[T]) {
	if it == nil {
		p.freePlace()
		return
	}
	p.put(it, true)
}

// closeStale closes resources that were over their time. If OnError panics, what the
// caller has got in their stead is handed on.
func (p *Pool[T]) closeStale(stale []*item[T], got *item[T]) {
	if len(stale) == 0 {
		return
	}
	closed := false
	defer func() {
		if !closed {
			p.handOn(got)
		}
	}()
	p.closeAll(stale)
	closed = true
}

// opened is what an Open has come to.
type opened[T any] struct {
	item *item[T]
	err  error
}

// openOne opens a resource in the place that the caller holds. A caller who leaves
// meanwhile leaves the resource to the next.
func (p *Pool[T]) openOne(ctx context.Context) (*item[T], error) {
	done := make(chan opened[T], 1)
	go func() {
		var v T
		err := errors.New("pool: open: it called runtime.Goexit")
		outcome.Run(func() { v, err = p.cfg.Open(context.WithoutCancel(ctx)) }, func(o outcome.Outcome) {
			switch {
			case o.Kind == outcome.Panicked:
				err = &PanicError{o.Value, o.Stack}
			case o.Kind == outcome.Returned && err != nil:
				err = fmt.Errorf("pool: open: %w", err)
			}
			now := time.Now()
			done <- opened[T]{&item[T]{v, now, now}, err}
		})
	}()
	select {
	case o := <-done:
		if o.err != nil {
			p.freePlace()
			return nil, o.err
		}
		if ctx.Err() != nil {
			p.put(o.item, true)
			return nil, fmt.Errorf("pool: acquire: %w", context.Cause(ctx))
		}
		return o.item, nil
	case <-ctx.Done():
		go func() {
			if o := <-done; o.err != nil {
				p.freePlace()
			} else {
				p.put(o.item, true)
			}
		}()
		return nil, fmt.Errorf("pool: acquire: %w", context.Cause(ctx))
	}
}

// put hands a resource to the first waiter, keeps it, or closes it.
func (p *Pool[T]) put(it *item[T], keep bool) {
	p.mu.Lock()
	if p.cfg.MaxIdle > 0 || p.cfg.MaxLifetime > 0 {
		it.used = time.Now()
	}
	if keep = keep && !p.closed && !p.over(it); keep {
		if len(p.waiters) > 0 {
			p.grant(grant[T]{item: it})
		} else {
			p.idle = append(p.idle, it)
		}
	}
	p.mu.Unlock()
	if !keep {
		defer p.freePlace() // also when OnError panics or Close ends the goroutine
		p.closeAll([]*item[T]{it})
	}
}

// freePlace gives the place of a resource that is gone to the first waiter, who opens
// one, or to whoever comes.
func (p *Pool[T]) freePlace() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.waiters) > 0 {
		p.grant(grant[T]{})
		return
	}
	p.open--
}

// grant serves the first waiter. p.mu is held.
func (p *Pool[T]) grant(g grant[T]) {
	w := p.waiters[0]
	p.waiters[0] = nil
	p.waiters = p.waiters[1:]
	w.ready <- g // has room
}

// Close closes what is idle at once, and what is in use when it comes back. Waiters
// fail with [ErrClosed]. A second Close does nothing.
func (p *Pool[T]) Close() {
	p.mu.Lock()
	p.closed = true
	idle := p.idle
	p.idle, p.open = nil, p.open-len(p.idle)
	for len(p.waiters) > 0 {
		p.grant(grant[T]{err: ErrClosed})
	}
	p.mu.Unlock()
	p.closeAll(idle)
}

// Stats is a snapshot of a pool.
type Stats struct{ Open, Idle, Waiting int }

// Stats returns how many resources exist or are being opened, how many of them are
// idle, and how many callers wait.
func (p *Pool[T]) Stats() Stats {
	p.mu.Lock()
	defer p.mu.Unlock()
	return Stats{p.open, len(p.idle), len(p.waiters)}
}

func (p *Pool[T]) closeAll(items []*item[T]) {
	if p.cfg.Close == nil {
		return
	}
	for _, it := range items {
		p.closeOne(it)
	}
}

// closeOne turns a panic of Close into an error: the place must not be lost.
func (p *Pool[T]) closeOne(it *item[T]) {
	var err error
	func() {
		defer func() {
			if v := recover(); v != nil {
				err = &PanicError{v, debug.Stack()}
			}
		}()
		err = p.cfg.Close(it.value)
	}()
	if err != nil && p.cfg.OnError != nil {
		p.cfg.OnError(fmt.Errorf("pool: close: %w", err))
	}
}
