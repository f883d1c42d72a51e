package memory_test

import (
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/goconcepts/cookbook/memory"
)

func loads() map[string][]int {
	random := rand.New(rand.NewPCG(1, 2))
	l := map[string][]int{}
	for range 1 << 12 {
		l["1KiB"] = append(l["1KiB"], 1<<10)
		l["mixed"] = append(l["mixed"], 1<<(6+random.IntN(11)))
		n := 512
		if random.IntN(100) == 0 {
			n = 1 << 20
		}
		l["rare1MiB"] = append(l["rare1MiB"], n)
	}
	return l
}

func BenchmarkBufferPool(b *testing.B) {
	for name, sizes := range loads() {
		b.Run(name+"/ours", func(b *testing.B) {
			b.ReportAllocs()
			var p memory.BufferPool
			i := 0
			for b.Loop() {
				x := p.Get(sizes[i&(1<<12-1)])
				x[0] = 1
				p.Put(x)
				i++
			}
		})
		b.Run(name+"/sync.Pool", func(b *testing.B) {
			b.ReportAllocs()
			p := sync.Pool{New: func() any { return new([]byte) }}
			i := 0
			for b.Loop() {
				x := p.Get().(*[]byte)
				n := sizes[i&(1<<12-1)]
				if cap(*x) < n {
					*x = make([]byte, n)
				}
				(*x)[:n][0] = 1
				p.Put(x)
				i++
			}
		})
	}
}
