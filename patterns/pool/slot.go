package pool

import (
	"math/bits"
	"sync/atomic"
	"time"
)

// slot is a place for one resource. Whoever holds the place owns all its fields but
// gen: a caller with a lease, a goroutine that opens or closes, or, while the slot's
// bit is set in its chunk, nobody.
type slot[T any] struct {
	// gen is the number of leases that have ended, and so the number of the lease that
	// is valid now. Only the end of a lease changes it, by compare-and-swap, so that
	// of all copies of a lease one ends it.
	gen  atomic.Uint64
	home *chunk[T]
	bit  uint64 // in home.idle

	full    bool // there is a resource in it
	surplus bool // it is in Pool.leaving
	value   T
	born    time.Duration // when it was opened, on the pool's clock
	life    time.Duration // how old it may get
	used    time.Duration // when it was given back
	record  *record       // of the lease in force, with LeakAfter; guarded by Pool.mu
}

// chunk is up to 63 slots and a word that says which of them hold an idle resource.
// Chunks are added as resources are opened, and none is taken away.
type chunk[T any] struct {
	idle  atomic.Uint64 // a bit for each slot, and gate
	slots []slot[T]
	next  atomic.Pointer[chunk[T]]
}

const (
	chunkSize = 63
	// gate is the bit of chunk.idle that closes the fast ways in and out: whoever sees it
	// asks under the lock. It is up while callers wait, while there are more resources
	// than Max, and once the pool is closed; no other bit is set then.
	gate = 1 << 63
)

func newChunk[T any](size int) *chunk[T] {
	c := &chunk[T]{slots: make([]slot[T], min(size, chunkSize))}
	for i := range c.slots {
		c.slots[i].home = c
		c.slots[i].bit = 1 << i
	}
	return c
}

// takeIdle takes an idle resource, the first there is, unless the gate is up. So the
// first ones are used most, and the last ones are those that age.
func (p *Pool[T]) takeIdle() *slot[T] {
	for c := p.first; c != nil; c = c.next.Load() {
		for w := c.idle.Load(); w != 0 && w&gate == 0; w = c.idle.Load() {
			if c.idle.CompareAndSwap(w, w&(w-1)) {
				return &c.slots[bits.TrailingZeros64(w)]
			}
		}
	}
	return nil
}

// take takes this slot if its resource is idle and the gate is not up.
func (s *slot[T]) take() bool {
	for {
		w := s.home.idle.Load()
		if w&s.bit == 0 || w&gate != 0 {
			return false
		}
		if s.home.idle.CompareAndSwap(w, w&^s.bit) {
			return true
		}
	}
}

// leave makes the resource idle, unless the gate is up.
func (s *slot[T]) leave() bool {
	for {
		w := s.home.idle.Load()
		if w&gate != 0 {
			return false
		}
		if s.home.idle.CompareAndSwap(w, w|s.bit) {
			return true
		}
	}
}

// idleNow counts the idle resources.
func (p *Pool[T]) idleNow() int {
	n := 0
	for c := p.first; c != nil; c = c.next.Load() {
		n += bits.OnesCount64(c.idle.Load() &^ gate)
	}
	return n
}

// raiseGate closes the fast ways. p.mu is held.
func (p *Pool[T]) raiseGate() {
	if p.gated {
		return
	}
	p.gated = true
	for c := p.first; c != nil; c = c.next.Load() {
		c.idle.Or(gate)
	}
}

// settleGate opens the fast ways if nothing keeps them closed. p.mu is held.
func (p *Pool[T]) settleGate() {
	if !p.gated || p.closed || p.queue.first != nil || p.open-p.leaving > p.max {
		return
	}
	p.gated = false
	for c := p.first; c != nil; c = c.next.Load() {
		c.idle.And(^uint64(gate))
	}
}

// takeGated takes an idle resource behind the raised gate, or returns nil: then there is
// none, and there will be none before the gate is lowered. p.mu is held.
func (p *Pool[T]) takeGated() *slot[T] {
	for c := p.first; c != nil; c = c.next.Load() {
		if w := c.idle.Load() &^ gate; w != 0 {
			i := bits.TrailingZeros64(w)
			c.idle.And(^uint64(1 << i))
			return &c.slots[i]
		}
	}
	return nil
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
	c := newChunk[T](p.max - p.open)
	if p.gated {
		c.idle.Store(gate)
	}
	last := p.first
	for last.next.Load() != nil {
		last = last.next.Load()
	}
	last.next.Store(c)
	p.freeSlots(c)
}

// freeSlots puts a new chunk's slots on the stack of free ones, the first on top.
func (p *Pool[T]) freeSlots(c *chunk[T]) {
	for i := range c.slots {
		p.free = append(p.free, &c.slots[len(c.slots)-1-i])
	}
}
