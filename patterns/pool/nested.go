package pool

import (
	"context"
	"sync/atomic"
)

// held is the context of a function of Do: it says that the function holds a resource.
type held[T any] struct {
	context.Context

	pool    *Pool[T]
	over    atomic.Bool  // the function has ended
	waiting atomic.Int32 // its acquisitions that wait; written under pool.mu
	counted bool         // in pool.blocked; guarded by pool.mu
}

// Value returns h for its pool, and what the outer context has for other keys.
func (h *held[T]) Value(key any) any {
	if p, ok := key.(*Pool[T]); ok && p == h.pool {
		return h
	}
	return h.Context.Value(key)
}

// end says that the function has ended, also when a goroutine of its still waits.
func (h *held[T]) end() {
	h.over.Store(true)
	if h.waiting.Load() > 0 {
		h.pool.mu.Lock()
		h.uncount()
		h.pool.mu.Unlock()
	}
}

// uncount takes h out of pool.blocked. pool.mu is held.
func (h *held[T]) uncount() {
	if h.counted {
		h.counted = false
		h.pool.blocked--
	}
}

// block notes that the functions of Do that ctx tells of wait for one more resource, or
// fails with ErrDeadlock if nobody else is left who could give one back. p.mu is held.
//
// Each place counts once, however many goroutines of its function wait: while
// fewer places than Max are counted, somebody who does not wait has one.
func (p *Pool[T]) block(ctx context.Context) (marks []*held[T], err error) {
	for h, ok := ctx.Value(p).(*held[T]); ok; h, ok = h.Context.Value(p).(*held[T]) {
		marks = append(marks, h)
		if h.waiting.Add(1); !h.counted && !h.over.Load() {
			h.counted = true
			p.blocked++
		}
	}
	if len(marks) > 0 && p.blocked >= p.max {
		p.release(marks)
		return nil, ErrDeadlock
	}
	return marks, nil
}

// release takes the marks of somebody who no longer waits out of the count. p.mu is held.
func (p *Pool[T]) release(marks []*held[T]) {
	for _, h := range marks {
		if h.waiting.Add(-1) == 0 {
			h.uncount()
		}
	}
}

// refuse ends, after Max has shrunk, the last acquisitions that could only wait for each
// other. p.mu is held.
func (p *Pool[T]) refuse() {
	for w := p.queue.last; w != nil && p.blocked >= p.max; {
		before := w.prev
		if len(w.marks) > 0 {
			p.serve(w, nil, ErrDeadlock)
			w.wake()
		}
		w = before
	}
}
