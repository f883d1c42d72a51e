package pool

import (
	"sync/atomic"
	"time"
)

// slot is a place for one resource. Whoever holds the place owns all its fields but
// state: a caller with a lease, a goroutine that opens or closes, or, while it
// is idle, nobody.
type slot[T any] struct {
	state *state

	full    bool // there is a resource in it; always, while it is idle
	surplus bool // it is in Pool.leaving
	value   T
	born    time.Duration // when it was opened, on the pool's clock
	life    time.Duration // how old it may get
	used    time.Duration // when it was given back
	record  *record       // of the lease in force, with LeakAfter; guarded by Pool.mu
}

// state is the number of leases of a slot that have ended, times two, and one more while
// its resource lies idle. A lease is valid while the state is what it was when the lease
// began. Since one compare-and-swap ends a lease, of all its copies one ends it.
type state struct{ atomic.Uint64 }

const (
	idle  = 1
	ended = 2
)

// take takes the slot from the idle ones.
func (s *state) take() bool {
	now := s.Load()
	return now&idle != 0 && s.CompareAndSwap(now, now-idle)
}

// chunk is some slots; their states lie together, so that a search reads few cache
// lines. Chunks are added as resources are opened, and none is taken away.
type chunk[T any] struct {
	states []state
	slots  []slot[T]
	next   atomic.Pointer[chunk[T]]
}

const chunkSize = 64

func newChunk[T any](size int) *chunk[T] {
	size = min(size, chunkSize)
	c := &chunk[T]{states: make([]state, size), slots: make([]slot[T], size)}
	for i := range c.slots {
		c.slots[i].state = &c.states[i]
	}
	return c
}

// takeIdle takes an idle resource, the first it finds. So the first ones are used most, and
// the last ones are those that grow old.
func (p *Pool[T]) takeIdle() *slot[T] {
	for c := p.first; c != nil; c = c.next.Load() {
		for i := range c.states {
			if c.states[i].take() {
				return &c.slots[i]
			}
		}
	}
	return nil
}

// idleNow counts the idle resources.
func (p *Pool[T]) idleNow() int {
	n := 0
	for c := p.first; c != nil; c = c.next.Load() {
		for i := range c.states {
			n += int(c.states[i].Load() & idle)
		}
	}
	return n
}

// reserve returns an empty slot to open a resource in, or nil when there are Max. p.mu
// is held.
func (p *Pool[T]) reserve() *slot[T] {
	if p.open >= p.max {
		return nil
	}
	if len(p.free) == 0 {
		p.grow()
	}
	p.open++
	s := p.free[len(p.free)-1]
	p.free = p.free[:len(p.free)-1]
	return s
}

// grow adds a chunk. p.mu is held, and all slots are in use.
func (p *Pool[T]) grow() {
	last := p.first
	for last.next.Load() != nil {
		last = last.next.Load()
	}
	c := newChunk[T](p.max - p.open)
	last.next.Store(c)
	p.freeSlots(c)
}

// freeSlots puts a new chunk's slots on the stack of free ones, the first on top.
func (p *Pool[T]) freeSlots(c *chunk[T]) {
	for i := range c.slots {
		p.free = append(p.free, &c.slots[len(c.slots)-1-i])
	}
}
