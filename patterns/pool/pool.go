package pool

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

// Pool is a pool of resources. Its methods may be called by several goroutines; it must
// not be copied. Make one with [New]. Each Open runs in a goroutine of its own, so that its caller
// may leave; nothing else stays, and none is left once the Opens have returned.
type Pool[T any] struct {
	cfg     Config[T]
	epoch   time.Time // zero of the pool's clock
	careful bool      // there is more to do than to take an idle resource
	timed   bool      // resources have times: a lifetime, or stamped
	stamped bool      // the time when a resource is given back matters
	first   *chunk[T]
	empty   chan struct{} // closed when the pool is closed and holds nothing any more

	// gate is up while callers wait, while there are more resources than Max, and once the
	// pool is closed. Then everybody asks under the lock: who comes, before he takes an idle
	// resource; who gives one back, once more after he has made it idle. So a waiter, who
	// raises the gate and then looks for an idle one, misses none.
	gate atomic.Bool
	_    [64]byte // what is read at each call lies apart from what waiters write

	mu      sync.Mutex // guards what follows, and gate; never held while a function of the user's runs
	max     int
	open    int        // slots in use: resources, and what is being opened or closed
	leaving int        // those of them that are being closed since there are more than max
	filling int        // those of them that are being opened for MinIdle
	free    []*slot[T] // the others
	queue   queue[T]
	closed  bool
	blocked int // places held by functions of Do that wait for another one
	waited  uint64
	watched bool // the timer for LeakAfter runs

	opened, lost atomic.Uint64
	waitTime     atomic.Int64
}

// New returns an empty pool, or an error that names the wrong setting.
func New[T any](c Config[T]) (*Pool[T], error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	p := &Pool[T]{cfg: c, epoch: time.Now(), max: c.Max, empty: make(chan struct{}), first: newChunk[T](c.Max)}
	p.stamped = c.MaxIdle > 0 || c.CheckAfter > 0
	p.timed = p.stamped || c.MaxLifetime > 0
	p.careful = p.timed || c.Check != nil || c.MinIdle > 0 || c.LeakAfter > 0
	p.freeSlots(p.first)
	return p, nil
}

// now is the pool's clock.
func (p *Pool[T]) now() time.Duration { return time.Since(p.epoch) }

// Do calls f with a resource and gives it back: the with statement. The resource is
// closed instead when f panics, calls runtime.Goexit, or returns an error that is
// Broken. Do waits for a resource while all are in use, in order of arrival, until
// ctx ends; it fails as [Pool.Acquire] does, and returns f's error as it is.
//
// The ctx that f gets says that f holds a resource: an acquisition with it that could only
// wait for itself fails with [ErrDeadlock]. A goroutine that f starts and does not
// wait for takes the outer ctx.
//
// It costs one allocation more than Acquire, for that ctx.
func (p *Pool[T]) Do(ctx context.Context, f func(context.Context, T) error) error {
	lease, err := p.Acquire(ctx)
	if err != nil {
		return err
	}
	held := &held[T]{Context: ctx, pool: p}
	keep := false // after a panic or Goexit: who knows in what state the resource is
	defer func() {
		held.end()
		if keep {
			_ = lease.Release()
		} else {
			_ = lease.Destroy()
		}
	}()
	err = f(held, lease.Value())
	keep = err == nil || p.cfg.Broken == nil || !p.cfg.Broken(err)
	return err
}

// Acquire returns a resource that the caller must give back. It waits while all are
// in use, in order of arrival. It fails with [ErrClosed], [ErrDeadlock], with Open's
// error, or with the cause of ctx's end; then no place is lost. A ctx that has
// ended gets nothing.
//
// With an idle resource it takes one atomic operation and no allocation. It reads the clock
// only if a lifetime, an idle time or a check is set.
func (p *Pool[T]) Acquire(ctx context.Context) (Lease[T], error) {
	if ctx.Err() != nil {
		return Lease[T]{}, gone(ctx)
	}
	if !p.careful && !p.gate.Load() {
		if s := p.takeIdle(); s != nil {
			return Lease[T]{pool: p, slot: s, state: s.state.Load()}, nil
		}
	}
	return p.acquire(ctx)
}

// gone is the error of a caller whose context has ended.
func gone(ctx context.Context) error { return fmt.Errorf("pool: acquire: %w", context.Cause(ctx)) }

// acquire is Acquire with all that may be asked of it.
func (p *Pool[T]) acquire(ctx context.Context) (Lease[T], error) {
	s, err := p.place(ctx)
	if err == nil {
		s, err = p.fit(ctx, s)
	}
	if err != nil {
		return Lease[T]{}, err
	}
	p.refill()
	l := Lease[T]{pool: p, slot: s, state: s.state.Load()}
	if p.cfg.LeakAfter > 0 {
		l.guard = p.watch(l)
	}
	return l, nil
}

// fit turns a place into a resource that may be used. The place stays the caller's, whatever
// is closed and opened in it: nobody overtakes him.
func (p *Pool[T]) fit(ctx context.Context, s *slot[T]) (*slot[T], error) {
	for s.full {
		fit, err := p.vet(ctx, s)
		if fit || err != nil {
			return s, err
		}
		p.clear(s)
		if p.gate.Load() {
			break // idle ones are for those who wait
		}
		if other := p.takeIdle(); other != nil {
			p.vacate(s)
			s = other
		}
	}
	return s, p.openFor(ctx, s)
}

// place gets a place for the caller: an idle resource, an empty slot to open one in, or
// either of them when his turn has come.
func (p *Pool[T]) place(ctx context.Context) (*slot[T], error) {
	if !p.gate.Load() {
		if s := p.takeIdle(); s != nil {
			return s, nil
		}
	}
	p.mu.Lock()
	if p.closed {
		p.mu.Unlock()
		return nil, ErrClosed
	}
	if p.queue.first == nil {
		s := p.takeIdle()
		if s == nil {
			s = p.reserve()
		}
		if s == nil {
			p.gate.Store(true)
			s = p.takeIdle()
		}
		if s != nil {
			p.settleGate()
			p.mu.Unlock()
			return s, nil
		}
	}
	marks, err := p.block(ctx)
	if err != nil {
		p.settleGate()
		p.mu.Unlock()
		return nil, err
	}
	w := p.queue.push(marks)
	p.waited++
	p.mu.Unlock()
	return p.wait(ctx, w)
}

// settleGate lowers the gate if nothing keeps it up. p.mu is held.
func (p *Pool[T]) settleGate() {
	if p.gate.Load() && !p.closed && p.queue.first == nil && p.open-p.leaving <= p.max {
		p.gate.Store(false)
	}
}
