package pool

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync/atomic"

	"github.com/goconcepts/cookbook/internal/outcome"
)

// PanicError is the error of a caller whose Open panicked, and what OnError gets when
// Close did: the others and the pool go on.
type PanicError struct {
	Value any
	Stack []byte
}

// Error returns the panic's value and stack.
func (e *PanicError) Error() string {
	return fmt.Sprintf("panic: %v\n\n%s", e.Value, e.Stack)
}

// Unwrap returns the panic's value if it is an error.
func (e *PanicError) Unwrap() error {
	err, _ := e.Value.(error)
	return err
}

var errGoexit = errors.New("it called runtime.Goexit")

// openIn opens a resource in an empty slot and hands the error to then. After an error
// the place is free again. It never returns if Open calls runtime.Goexit.
func (p *Pool[T]) openIn(ctx context.Context, s *slot[T], then func(error)) {
	var v T
	err := errGoexit
	outcome.Run(func() { v, err = p.cfg.Open(ctx) }, func(o outcome.Outcome) {
		if o.Kind == outcome.Panicked {
			err = &PanicError{o.Value, o.Stack}
		}
		if err != nil {
			p.vacate(s)
			then(fmt.Errorf("pool: open: %w", err))
			return
		}
		p.opened.Add(1)
		s.value, s.full = v, true
		if p.timed {
			s.born = p.now()
			s.used, s.life = s.born, p.cfg.MaxLifetime
			if j := p.cfg.LifetimeJitter; j > 0 {
				s.life -= rand.N(j)
			}
		}
		then(nil)
	})
}

// openFor opens a resource in the place that the caller holds. A caller who leaves
// meanwhile leaves it to the next.
func (p *Pool[T]) openFor(ctx context.Context, s *slot[T]) error {
	done := make(chan error, 1)
	var decided atomic.Bool // whether the caller left, or Open was done, whichever came first
	go p.openIn(context.WithoutCancel(ctx), s, func(err error) {
		switch {
		case !decided.Swap(true):
			done <- err
		case err == nil:
			p.put(s)
		default:
			p.tell(err)
		}
	})
	select {
	case err := <-done:
		if err != nil {
			return err
		}
	case <-ctx.Done():
		if !decided.Swap(true) {
			return gone(ctx)
		}
		if err := <-done; err != nil {
			return gone(ctx)
		}
	}
	if ctx.Err() != nil {
		p.put(s)
		return gone(ctx)
	}
	return nil
}

// Prefill opens resources, one after the other, until MinIdle are idle or there are Max. It
// returns the first error, and what was opened before stays. It fails as
// [Pool.Acquire] does.
func (p *Pool[T]) Prefill(ctx context.Context) error {
	for {
		if ctx.Err() != nil {
			return gone(ctx)
		}
		p.mu.Lock()
		if p.closed {
			p.mu.Unlock()
			return ErrClosed
		}
		var s *slot[T]
		if p.idleNow() < p.cfg.MinIdle {
			s = p.reserve()
		}
		p.mu.Unlock()
		if s == nil {
			return nil
		}
		if err := p.openFor(ctx, s); err != nil {
			return err
		}
		p.put(s)
	}
}

// refill begins to open what is missing of MinIdle. What fails is not tried again before
// the next call.
func (p *Pool[T]) refill() {
	if p.cfg.MinIdle == 0 || p.idleNow() >= p.cfg.MinIdle {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for !p.closed && p.idleNow()+p.filling < p.cfg.MinIdle {
		s := p.reserve()
		if s == nil {
			return
		}
		p.filling++
		go p.openIn(context.Background(), s, func(err error) {
			p.mu.Lock()
			p.filling-- // in one step with what makes it idle
			var next *waiter[T]
			kept := true
			if err == nil {
				next, kept = p.keep(s)
			}
			p.mu.Unlock()
			next.wake()
			if !kept {
				p.discard(s)
			}
			if err != nil {
				p.tell(err)
			}
		})
	}
}
