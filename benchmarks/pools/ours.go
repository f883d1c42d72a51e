package pools

import (
	"sync"

	"github.com/goconcepts/cookbook/benchmarks/harness"
	"github.com/goconcepts/cookbook/memory"
)

func ours() peer {
	return peer{harness.Ours, func() func(int, func([]byte)) {
		p := new(memory.BufferPool)
		return func(size int, use func([]byte)) {
			b := p.Get(size)
			use(b)
			p.Put(b)
		}
	}}
}

// bare is sync.Pool with one kind of buffer, which grows when it must.
func bare() peer {
	return peer{harness.Stdlib, func() func(int, func([]byte)) {
		p := &sync.Pool{New: func() any { return new([]byte) }}
		return func(size int, use func([]byte)) {
			b := p.Get().(*[]byte)
			if cap(*b) < size {
				*b = make([]byte, size)
			}
			*b = (*b)[:size]
			use(*b)
			p.Put(b)
		}
	}}
}
