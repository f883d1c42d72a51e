package pool

import (
	"context"
	"fmt"
	"runtime/debug"
)

// Close closes what is idle, and what is in use when it comes back. Who waits, and
// who comes, fails with [ErrClosed]. It does not wait for what is in use: see
// [Pool.Shutdown]. A second Close does nothing.
func (p *Pool[T]) Close() { p.discardAll(p.shut()) }

// Shutdown is Close that waits until every resource has come back and is closed, or
// until ctx ends: then its error holds the cause, and what is still in use
// is closed when it comes back. It may be called again.
func (p *Pool[T]) Shutdown(ctx context.Context) error {
	if idle := p.shut(); len(idle) > 0 {
		go p.discardAll(idle) // a Close that hangs must not hold the caller beyond ctx
	}
	select {
	case <-p.empty:
		return nil
	case <-ctx.Done():
	}
	select {
	case <-p.empty:
		return nil
	default:
		return fmt.Errorf("pool: shutdown: %d of the resources are still open: %w", p.Stats().Open, context.Cause(ctx))
	}
}

// shut closes the door and returns what is idle, to be closed.
func (p *Pool[T]) shut() (idle []*slot[T]) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return nil
	}
	p.closed = true
	p.gate.Store(true)
	for s := p.takeIdle(); s != nil; s = p.takeIdle() {
		idle = append(idle, s)
	}
	for w := p.queue.first; w != nil; w = p.queue.first {
		p.serve(w, nil, ErrClosed)
		w.wake()
	}
	if p.open == 0 {
		close(p.empty)
	}
	return idle
}

// discardAll discards each, also when the user's functions panic or end the goroutine.
func (p *Pool[T]) discardAll(all []*slot[T]) {
	if len(all) == 0 {
		return
	}
	defer p.discardAll(all[1:])
	p.discard(all[0])
}

// discard closes a resource and frees its place.
func (p *Pool[T]) discard(s *slot[T]) {
	p.clear(s)
	p.vacate(s)
}

// clear closes the resource; the place stays the caller's. If the user's functions
// panic or end the goroutine, the place is free.
func (p *Pool[T]) clear(s *slot[T]) {
	v := s.value
	var none T
	s.value, s.full = none, false
	if p.cfg.Close == nil {
		return
	}
	done := false
	defer func() {
		if !done {
			p.vacate(s)
		}
	}()
	if err := p.closing(v); err != nil {
		p.tell(fmt.Errorf("pool: close: %w", err))
	}
	done = true
}

// closing turns a panic of Close into an error.
func (p *Pool[T]) closing(v T) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &PanicError{v, debug.Stack()}
		}
	}()
	return p.cfg.Close(v)
}

func (p *Pool[T]) tell(err error) {
	if p.cfg.OnError != nil {
		p.cfg.OnError(err)
	}
}
