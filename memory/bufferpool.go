package memory

import (
	"math/bits"
	"sync"
	"unsafe"
)

// BufferPool keeps byte slices that were used once and can be used again, by
// the size that is needed.
type BufferPool struct {
	classes [maxClass + 1]sync.Pool // of *byte, the first of 1<<i bytes
}

const (
	minClass = 6  // 64 bytes: smaller ones are cheap to allocate
	maxClass = 25 // 32 MiB
)

// Get returns a slice of length n. Its bytes are whatever the last user left.
func (p *BufferPool) Get(n int) []byte {
	class := max(bits.Len(uint(n-1)), minClass)
	if n < 1 {
		class = minClass
	}
	if class > maxClass {
		return make([]byte, n)
	}
	if first, ok := p.classes[class].Get().(*byte); ok {
		return unsafe.Slice(first, 1<<class)[:n]
	}
	return make([]byte, n, 1<<class)
}

// Put gives b back. The caller must not use it afterwards.
func (p *BufferPool) Put(b []byte) {
	class := bits.Len(uint(cap(b))) - 1
	if class < minClass || class > maxClass || cap(b) != 1<<class {
		return
	}
	p.classes[class].Put(unsafe.SliceData(b))
}
