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

// serve takes a waiter out of the queue with a place or an error. p.mu is held; wake
// him when it is not.
func (p *Pool[T]) serve(w *waiter[T], s *slot[T], err error) {
	p.queue.remove(w)
	p.release(w.marks)
	w.slot, w.err = s, err
}

// wake wakes a waiter that has been served; nil is nobody.
func (w *waiter[T]) wake() {
	if w != nil {
		w.ready <- struct{}{} // has room
	}
}

// wait returns when w has been served or ctx has ended.
func (p *Pool[T]) wait(ctx context.Context, w *waiter[T]) (*slot[T], error) {
	begin := p.now()
	err := p.served(ctx, w)
	p.waitTime.Add(int64(p.now() - begin))
	if err != nil {
		return nil, err
	}
	s, err := w.slot, w.err
	p.queue.recycle(w)
	if err == nil && ctx.Err() != nil { // both came at once: a context that has ended gets nothing
		p.handOn(s)
		return nil, gone(ctx)
	}
	return s, err
}

// served waits until w has been served, or fails when he has left the queue.
func (p *Pool[T]) served(ctx context.Context, w *waiter[T]) error {
	if done := ctx.Done(); done == nil {
		<-w.ready
	} else {
		select {
		case <-w.ready:
		case <-done:
			if p.leaves(w) {
				return gone(ctx)
			}
			<-w.ready
		}
	}
	return nil
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
	if p.gate.Load() {
		p.give(s)
		return
	}
	s.state.Add(idle)
	if p.gate.Load() {
		p.settle(s)
	}
}

// settle decides about a resource that became idle while the gate went up. Somebody
// else may have taken it meanwhile.
func (p *Pool[T]) settle(s *slot[T]) {
	if s.state.take() {
		p.give(s)
	}
}

// give is put under the lock.
func (p *Pool[T]) give(s *slot[T]) {
	p.mu.Lock()
	next, kept := p.keep(s)
	p.mu.Unlock()
	next.wake()
	if !kept {
		p.discard(s)
	}
}

// keep makes a resource idle, or serves the first waiter with it, who is then to be woken. When
// it returns false the resource is to be discarded. p.mu is held.
func (p *Pool[T]) keep(s *slot[T]) (next *waiter[T], kept bool) {
	switch {
	case p.closed:
		return nil, false
	case p.open-p.leaving > p.max:
		s.surplus = true
		p.leaving++
		p.settleGate()
		return nil, false
	case p.queue.first != nil:
		next = p.queue.first
		p.serve(next, s, nil)
		p.settleGate()
	default:
		s.state.Add(idle)
	}
	return next, true
}

// vacate gives the place of a resource that is gone to the first waiter, who opens one,
// or to whoever comes.
func (p *Pool[T]) vacate(s *slot[T]) {
	p.mu.Lock()
	if s.surplus {
		s.surplus = false
		p.leaving--
	}
	next := p.queue.first
	if next != nil && p.open-p.leaving <= p.max {
		p.serve(next, s, nil)
	} else {
		next = nil
		p.open--
		p.free = append(p.free, s)
	}
	p.settleGate()
	if p.closed && p.open == 0 {
		close(p.empty)
	}
	p.mu.Unlock()
	next.wake()
}

// handOn gives to the next what its owner does not want.
func (p *Pool[T]) handOn(s *slot[T]) {
	if s.full {
		p.put(s)
	} else {
		p.vacate(s)
	}
}
