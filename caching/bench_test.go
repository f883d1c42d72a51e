package caching_test

import (
	"context"
	"math/rand/v2"
	"runtime"
	"strconv"
	"sync"
	"testing"

	"github.com/goconcepts/cookbook/caching"
)

// zipfian returns 2^16 keys below n, the popular ones often.
func zipfian(n uint64) []uint64 {
	zipf := rand.NewZipf(rand.New(rand.NewPCG(1, 2)), 1.01, 1, n-1)
	keys := make([]uint64, 1<<16)
	for i := range keys {
		keys[i] = zipf.Uint64()
	}
	return keys
}

func full[K comparable](b *testing.B, n int, cfg caching.Config[K, uint64], key func(int) K) *caching.Cache[K, uint64] {
	b.Helper()
	cfg.Capacity = n
	c, err := caching.New(cfg)
	if err != nil {
		b.Fatal(err)
	}
	for i := range n {
		c.Set(key(i), uint64(i))
	}
	return c
}

// spread runs f(i) b.N times, divided among some goroutines.
func spread(b *testing.B, goroutines int, f func(i int)) {
	b.ReportAllocs()
	var users sync.WaitGroup
	b.ResetTimer()
	for user := range goroutines {
		users.Go(func() {
			for i := user; i < b.N; i += goroutines {
				f(i)
			}
		})
	}
	users.Wait()
}

func BenchmarkGet(b *testing.B) {
	const n = 100_000
	keys := zipfian(n)
	c := full(b, n, caching.Config[uint64, uint64]{}, func(i int) uint64 { return uint64(i) })
	for _, g := range []int{1, 2, 8} {
		b.Run(strconv.Itoa(g), func(b *testing.B) {
			spread(b, g, func(i int) { c.Get(keys[i%len(keys)]) })
		})
	}
	words := make([]string, len(keys))
	for i, k := range keys {
		words[i] = strconv.FormatUint(k, 10)
	}
	s := full(b, n, caching.Config[string, uint64]{}, strconv.Itoa)
	b.Run("string", func(b *testing.B) {
		spread(b, 1, func(i int) { s.Get(words[i%len(words)]) })
	})
	b.Run("load", func(b *testing.B) {
		load := func(context.Context, uint64) (uint64, error) { return 0, nil }
		spread(b, 1, func(i int) { _, _ = c.GetOrLoad(context.Background(), keys[i%len(keys)], load) })
	})
	timed := full(b, n, caching.Config[uint64, uint64]{TTL: 1 << 40}, func(i int) uint64 { return uint64(i) })
	b.Run("ttl", func(b *testing.B) {
		spread(b, 1, func(i int) { timed.Get(keys[i%len(keys)]) })
	})
}

func BenchmarkMixed(b *testing.B) {
	const n = 100_000
	keys := zipfian(n)
	c := full(b, n, caching.Config[uint64, uint64]{}, func(i int) uint64 { return uint64(i) })
	for _, g := range []int{1, 2, 8} {
		b.Run(strconv.Itoa(g), func(b *testing.B) {
			spread(b, g, func(i int) {
				if k := keys[i%len(keys)]; i/g%4 == 0 {
					c.Set(k, k)
				} else {
					c.Get(k)
				}
			})
		})
	}
}

func BenchmarkEvict(b *testing.B) {
	const n = 100_000
	for _, p := range policies {
		c := full(b, n, caching.Config[uint64, uint64]{Policy: p}, func(i int) uint64 { return uint64(i) })
		next := n
		b.Run(p.String(), func(b *testing.B) {
			spread(b, 1, func(int) { c.Set(uint64(next), 1); next++ })
		})
	}
}

// BenchmarkMemory is no loop: it reports what a million entries take.
func BenchmarkMemory(b *testing.B) {
	const n = 1_000_000
	var before, after runtime.MemStats
	for b.Loop() {
		runtime.GC()
		runtime.ReadMemStats(&before)
		c := full(b, n, caching.Config[uint64, uint64]{}, func(i int) uint64 { return uint64(i) })
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/n, "bytes/entry")
		runtime.KeepAlive(c)
	}
}

func BenchmarkFib(b *testing.B) {
	fresh := func() func(int) int {
		fib, err := caching.Recursive(func(self func(int) int, n int) int {
			if n < 2 {
				return n
			}
			return self(n-1) + self(n-2)
		}, caching.Config[int, int]{Capacity: 128})
		if err != nil {
			b.Fatal(err)
		}
		return fib
	}
	b.Run("cold", func(b *testing.B) {
		for b.Loop() {
			fresh()(90)
		}
	})
	b.Run("hit", func(b *testing.B) {
		fib := fresh()
		fib(90)
		for b.Loop() {
			fib(90)
		}
	})
}

func BenchmarkHot(b *testing.B) {
	c := full(b, 512, caching.Config[uint64, uint64]{}, func(i int) uint64 { return uint64(i) })
	b.Run("number", func(b *testing.B) {
		spread(b, 1, func(i int) { c.Get(uint64(i % 512)) })
	})
	s := full(b, 512, caching.Config[string, uint64]{}, strconv.Itoa)
	words := make([]string, 512)
	for i := range words {
		words[i] = strconv.Itoa(i)
	}
	b.Run("string", func(b *testing.B) {
		spread(b, 1, func(i int) { s.Get(words[i%512]) })
	})
}
