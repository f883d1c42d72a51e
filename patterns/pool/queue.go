package pool

import (
	"context"
	"sync"
)

// waiter is a caller who waits for a place. The one who serves him fills slot or err, and
// then sends.
type waiter[T any] struct {
	next, prev *waiter[T]
	queued     bool
	marks      []*held[T] // of the Do that he is in
	slot       *slot[T]
	err        error
	ready      chan struct{} // has room for one
}

// queue is first in, first out; anybody may leave it. It is guarded by Pool.mu.
type queue[T any] struct {
	first, last *waiter[T]
	length      int
	spare       sync.Pool // of *waiter[T]
}

func (q *queue[T]) push(marks []*held[T]) *waiter[T] {
	w, ok := q.spare.Get().(*waiter[T])
	if !ok {
		w = &waiter[T]{ready: make(chan struct{}, 1)}
	}
	w.prev, w.queued, w.marks = q.last, true, marks
	if q.last == nil {
		q.first = w
	} else {
		q.last.next = w
	}
	q.last = w
	q.length++
	return w
}

func (q *queue[T]) remove(w *waiter[T]) {
	if w.prev == nil {
		q.first = w.next
	} else {
		w.prev.next = w.next
	}
	if w.next == nil {
		q.last = w.prev
	} else {
		w.next.prev = w.prev
	}
	w.next, w.prev, w.queued = nil, nil, false
	q.length--
}

// recycle takes back a waiter that has been served, or that has left the queue.
func (q *queue[T]) recycle(w *waiter[T]) {
	w.slot, w.err, w.marks = nil, nil, nil
	q.spare.Put(w)
}

// serve takes a waiter out of the queue and gives him a place or an error. p.mu is held.
func (p *Pool[T]) serve(w *waiter[T], s *slot[T], err error) {
	p.queue.remove(w)
	p.release(w.marks)
	w.slot, w.err = s, err
	w.ready <- struct{}{} // has room
}

// wait returns when w has been served or ctx has ended.
func (p *Pool[T]) wait(ctx context.Context, w *waiter[T]) (*slot[T], error) {
	begin := p.now()
	defer func() { p.waitTime.Add(int64(p.now() - begin)) }()
	p.waited.Add(1)
	if done := ctx.Done(); done == nil {
		<-w.ready
	} else {
		select {
		case <-w.ready:
		case <-done:
			if p.leaves(w) {
				return nil, gone(ctx)
			}
			<-w.ready
		}
	}
	s, err := w.slot, w.err
	p.queue.recycle(w)
	if err == nil && ctx.Err() != nil { // both came at once: a context that has ended gets nothing
		p.handOn(s)
		return nil, gone(ctx)
	}
	return s, err
}

// leaves takes w out of the queue, unless he has been served.
func (p *Pool[T]) leaves(w *waiter[T]) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !w.queued {
		return false
	}
	p.queue.remove(w)
	p.release(w.marks)
	p.settleGate()
	p.queue.recycle(w)
	return true
}

// put makes a resource idle, or hands it to the first waiter.
func (p *Pool[T]) put(s *slot[T]) {
	s.state.Add(idle)
	if p.gate.Load() {
		p.settle(s)
	}
}

// settle decides, the gate being up, about a resource that has just become idle.
func (p *Pool[T]) settle(s *slot[T]) {
	p.mu.Lock()
	kept := !s.state.take() || p.keep(s) // somebody else may have taken it
	p.mu.Unlock()
	if !kept {
		p.discard(s)
	}
}

// keep makes a resource idle or hands it to the first waiter, unless it returns false: then
// it is to be discarded. p.mu is held.
func (p *Pool[T]) keep(s *slot[T]) bool {
	switch {
	case p.closed:
		return false
	case p.open-p.leaving > p.max:
		s.surplus = true
		p.leaving++
		p.settleGate()
		return false
	case p.queue.first != nil:
		p.serve(p.queue.first, s, nil)
		p.settleGate()
	default:
		s.state.Add(idle)
	}
	return true
}

// vacate gives the place of a resource that is gone to the first waiter, who opens one,
// or to whoever comes.
func (p *Pool[T]) vacate(s *slot[T]) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if s.surplus {
		s.surplus = false
		p.leaving--
	}
	if w := p.queue.first; w != nil && p.open-p.leaving <= p.max {
		p.serve(w, s, nil)
	} else {
		p.open--
		p.free = append(p.free, s)
	}
	p.settleGate()
	if p.closed && p.open == 0 {
		close(p.empty)
	}
}

// handOn gives to the next what its owner does not want.
func (p *Pool[T]) handOn(s *slot[T]) {
	if s.full {
		p.put(s)
	} else {
		p.vacate(s)
	}
}
