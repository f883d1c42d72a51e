package memory

import (
	"fmt"
	"math/bits"
	"sync"
	"sync/atomic"
	"unsafe"
)

// BufferPool keeps byte slices that were used once and can be used again. Get
// takes the size that is needed, so that one pool serves sizes from 64 bytes to 32
// MiB; larger ones are allocated and not kept.
//
// Buffers are kept by size, each serving its own size only. So a burst of huge
// buffers is not kept by small traffic: as all that rests in a BufferPool, they are
// gone after two collections.
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

// Shelves hold, for each class, the first bytes of buffers of 1<<class bytes: a
// slice in an interface, as sync.Pool wants it, would allocate its three words at each Put.
type shelves [maxClass - minClass + 1]sync.Pool

const (
	minClass = 6  // 64 bytes: smaller ones are cheap to allocate
	maxClass = 25 // 32 MiB: larger ones are rare, and dear to keep
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
	if s := p.shelves.Load(); s != nil && uint(n-1) < 1<<maxClass {
		class := classOf(n)
		if first, ok := s[class-minClass].Get().(*byte); ok {
			// What unsafe.Slice would check is known.
			b := (*[1 << maxClass]byte)(unsafe.Pointer(first))[: n : 1<<class]
			p.guard.got(b[:cap(b)])
			return b
		}
	}
	return p.allocate(n)
}

// Put gives b back. The caller must not use it afterwards, nor any slice of the
// same array. b may be shorter than it was, but must begin where it did and have
// its capacity: a buffer of another capacity is dropped.
func (p *BufferPool) Put(b []byte) {
	if !p.guard.put(b[:cap(b)]) {
		return
	}
	if s := p.shelves.Load(); s != nil && fits(b) {
		s.put(b)
		return
	}
	p.beginOrRefuse(b)
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

// allocate does what Get does, where there is no buffer for it or n is unusual.
func (p *BufferPool) allocate(n int) []byte {
	if n < 0 {
		panic(fmt.Sprintf("memory: get: n is %d, must not be negative", n))
	}
	if n == 0 {
		return p.Get(1)[:0]
	}
	size := n
	if n <= 1<<maxClass {
		size = 1 << classOf(n)
	}
	p.stats.made.Add(1)
	p.stats.bytes.Add(uint64(size))
	b := make([]byte, size)
	p.guard.got(b)
	return b[:n]
}

// beginOrRefuse does what Put does with the first buffer and with one that does not fit.
func (p *BufferPool) beginOrRefuse(b []byte) {
	if fits(b) {
		p.shelves.CompareAndSwap(nil, new(shelves))
		p.shelves.Load().put(b)
	} else if cap(b) > 0 {
		p.stats.refused.Add(1)
	}
}

// put keeps a buffer that fits.
func (s *shelves) put(b []byte) {
	s[bits.TrailingZeros(uint(cap(b)))-minClass].Put(unsafe.SliceData(b))
}

// fits reports whether b has a class's capacity and begins, as every allocation of
// that size does, at a multiple of 64; if not, it was cut at the front.
func fits(b []byte) bool {
	size := uint(cap(b))
	return size&(size-1) == 0 && size-1<<minClass <= 1<<maxClass-1<<minClass &&
		uintptr(unsafe.Pointer(unsafe.SliceData(b)))%(1<<minClass) == 0
}

// classOf returns the smallest class that has n bytes, 1 to 1<<maxClass.
func classOf(n int) int {
	return bits.Len32(uint32(n-1) | (1<<minClass - 1))
}
