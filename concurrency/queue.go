package concurrency

import (
	"context"
	"math/bits"
	"sync/atomic"
)

// task is what a pool runs: a plain function, or one of a group.
type task struct {
	plain func()
	group *TaskGroup
	f     func(context.Context) error
	index int
}

// queue is a bounded queue of tasks for many producers and many consumers
// (Dmitry Vyukov, Bounded MPMC queue, 2010): each slot has a sequence number that says
// whose turn it is. A bit of the tail closes it: no push succeeds after that.
type queue struct {
	slots []slot
	tasks []task // by slot, those of groups: a plain function is all of its task
	mask  uint64
	_     [128]byte
	tail  atomic.Uint64 // next place to push, and the closed bit
	_     [128]byte
	head  atomic.Uint64 // next place to pop
	_     [128]byte
}

// slot is free for the push of place p at turn p, and holds its task at turn p+1. It is
// small, so that what moves from one processor to another is several slots at once.
type slot struct {
	turn  atomic.Uint64
	plain func()
}

// closedBit is far above any place.
const closedBit = 1 << 63

// newQueue returns a queue with room for at least n tasks.
func newQueue(n int) *queue {
	size := 1 << bits.Len(uint(max(n, 2)-1))
	q := &queue{slots: make([]slot, size), tasks: make([]task, size), mask: uint64(size) - 1}
	for i := range q.slots {
		q.slots[i].turn.Store(uint64(i))
	}
	return q
}

// push appends a plain function, or the task of a group. It fails when the queue is full or closed.
func (q *queue) push(plain func(), t *task) (ok, closed bool) {
	for {
		at := q.tail.Load()
		if at&closedBit != 0 {
			return false, true
		}
		s := &q.slots[at&q.mask]
		switch turn := s.turn.Load(); {
		case turn == at:
			if q.tail.CompareAndSwap(at, at+1) {
				if s.plain = plain; t != nil {
					q.tasks[at&q.mask] = *t
				}
				s.turn.Store(at + 1)
				return true, false
			}
		case turn < at:
			return false, false
		}
	}
}

// pop takes the first task. It fails when there is none.
func (q *queue) pop(t *task) bool {
	for {
		at := q.head.Load()
		s := &q.slots[at&q.mask]
		switch turn := s.turn.Load(); {
		case turn == at+1:
			if q.head.CompareAndSwap(at, at+1) {
				if *t = (task{plain: s.plain}); t.plain == nil {
					*t, q.tasks[at&q.mask] = q.tasks[at&q.mask], task{}
				}
				s.plain = nil
				s.turn.Store(at + q.mask + 1)
				return true
			}
		case turn < at+1:
			return false
		}
	}
}

// close lets no more tasks in.
func (q *queue) close() { q.tail.Or(closedBit) }

// closed reports whether the queue was closed.
func (q *queue) closed() bool { return q.tail.Load()&closedBit != 0 }

// empty reports whether every task that was pushed has been popped.
func (q *queue) empty() bool { return q.head.Load() == q.tail.Load()&^closedBit }
