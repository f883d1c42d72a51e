package memory

import (
	"fmt"
	"math/bits"
	"sync"
	"sync/atomic"
)

// BufferPool keeps byte slices that were used once and can be used again. Get
// takes the size that is needed, so that one pool serves sizes from 64 bytes to 32
// MiB; larger ones are allocated and not kept.
//
// A buffer of up to 64 KiB that was just put is used first, whatever its size,
// while it is in the processor's cache; so mixed sizes cost no more than equal ones.
// Larger ones serve their own size only. So a burst of huge buffers is not kept by
// small traffic: as all that rests in a BufferPool, they are gone after two collections.
//
// Get, Put and Grow allocate nothing when the pool has a buffer. The zero value is
// an empty pool. It may be used by several goroutines at once and must not be
// copied after the first call.
//
// In a program built with -race, a buffer that is put twice, was never got from the
// pool, or was cut at the front or in its capacity panics, and so does Get when
// a buffer was written to after Put. Without -race, the pool cannot tell.
//
// Where all buffers are small and alike, a [Pool] suffices; where a goroutine works
// in a loop, so does one slice outside of it.
type BufferPool struct {
	shelves atomic.Pointer[shelves]
	stats   struct{ made, bytes, refused atomic.Uint64 }
	guard   guard // empty without -race
}

// Shelves are what Trim throws away at once.
type shelves struct {
	hot     sync.Pool                          // of buffers up to maxHot, those put last
	classes [maxClass - minClass + 1]sync.Pool // of buffers of 1<<class bytes
}

const (
	minClass = 6  // 64 bytes: smaller ones are cheap to allocate
	maxClass = 25 // 32 MiB: larger ones are rare, and dear to keep

	maxHot = 1 << 16 // bytes that may be used for whatever is needed
)

// BufferStats are counts since the pool's beginning. What is done by every Get
// and Put is not counted, for counting would cost as much as the work.
type BufferStats struct {
	Made    uint64 // buffers allocated, because none was there
	Bytes   uint64 // their capacities
	Refused uint64 // buffers that Put dropped, because of their capacity
}

// Get returns a slice of length n. Its bytes are whatever its last user left; its
// capacity is the next power of two, or more. It panics when n is negative.
func (p *BufferPool) Get(n int) []byte {
	s := p.shelves.Load()
	if s == nil {
		s = p.begin()
	}
	var b []byte
	if n > maxHot || n < 0 {
		b = p.ofClass(s, n)
	} else if hot, ok := s.hot.Get().(*byte); ok && uint(n) <= sizeOf(hot) {
		b = untagged(hot)
	} else {
		b = p.change(s, hot, n)
	}
	p.guard.got(b)
	return b[:n]
}

// Put gives b back. The caller must not use it afterwards, nor any slice of the
// same array. b may be shorter than it was, but must begin where it did and have
// its capacity: a buffer of another capacity is dropped.
func (p *BufferPool) Put(b []byte) {
	b = b[:cap(b)]
	if !p.guard.put(b) {
		return
	}
	tag := tagged(b)
	if tag == nil {
		p.refuse(b)
		return
	}
	s := p.shelves.Load()
	if s == nil {
		s = p.begin()
	}
	if len(b) > maxHot {
		s.classes[classOf(len(b))-minClass].Put(tag)
		return
	}
	s.hot.Put(tag)
}

// Grow returns b with room for n more bytes: b itself if it has the room, and
// otherwise a larger buffer with the same bytes, after which b is put back. It panics when n is negative.
func (p *BufferPool) Grow(b []byte, n int) []byte {
	if n < 0 {
		panic(fmt.Sprintf("memory: grow: n is %d, must not be negative", n))
	}
	if cap(b)-len(b) >= n {
		return b
	}
	larger := p.Get(len(b) + n)[:len(b)]
	copy(larger, b)
	p.Put(b)
	return larger
}

// Trim gives all that rests in the pool to the collector at once.
func (p *BufferPool) Trim() {
	p.shelves.Store(new(shelves))
}

// Stats returns the counts.
func (p *BufferPool) Stats() BufferStats {
	return BufferStats{
		Made:    p.stats.made.Load(),
		Bytes:   p.stats.bytes.Load(),
		Refused: p.stats.refused.Load(),
	}
}

func (p *BufferPool) begin() *shelves {
	p.shelves.CompareAndSwap(nil, new(shelves))
	return p.shelves.Load()
}

// change puts the hot buffer, which is nil or too small, among those of its size,
// and returns one that is large enough.
func (p *BufferPool) change(s *shelves, hot *byte, n int) []byte {
	if hot != nil {
		s.classes[classOf(int(sizeOf(hot)))-minClass].Put(hot)
	}
	return p.ofClass(s, n)
}

// ofClass returns a buffer of the smallest class that has n bytes.
func (p *BufferPool) ofClass(s *shelves, n int) []byte {
	if n < 0 {
		panic(fmt.Sprintf("memory: get: n is %d, must not be negative", n))
	}
	size := n
	if class := classOf(n); class <= maxClass {
		if tag, ok := s.classes[class-minClass].Get().(*byte); ok {
			return untagged(tag)
		}
		size = 1 << class
	}
	p.stats.made.Add(1)
	p.stats.bytes.Add(uint64(size))
	return make([]byte, size)
}

func (p *BufferPool) refuse(b []byte) {
	if len(b) > 0 {
		p.stats.refused.Add(1)
	}
}

// classOf returns the smallest class that has n bytes.
func classOf(n int) int {
	return max(bits.Len(uint(max(n, 1)-1)), minClass)
}
