package caching

import (
	"context"
	"time"

	"github.com/goconcepts/cookbook/benchmarks/harness"
	"github.com/goconcepts/cookbook/caching"
)

func ours() peer {
	return peer{
		library: harness.Ours,
		numbers: oursOf[uint64], texts: oursOf[string], floats: oursOf[float64],
		timed: func(capacity int) cache[uint64] {
			return oursWith(caching.Config[uint64, uint64]{Capacity: capacity, TTL: time.Hour})
		},
		loading: func(f load) loading {
			c := must(caching.New(caching.Config[string, string]{Capacity: 1000}))
			return loading{
				get:    func(ctx context.Context, k string) (string, error) { return c.GetOrLoad(ctx, k, f) },
				set:    c.Set,
				remove: func(k string) { c.Delete(k) },
				peek:   c.Get,
				close:  nothing,
			}
		},
		contexts: true, errors: true,
	}
}

func oursOf[K comparable](capacity int) cache[K] {
	return oursWith(caching.Config[K, uint64]{Capacity: capacity})
}

func oursWith[K comparable](cfg caching.Config[K, uint64]) cache[K] {
	c := must(caching.New(cfg))
	return cache[K]{get: c.Get, set: c.Set, remove: func(k K) { c.Delete(k) }, len: c.Len, settle: nothing, close: nothing}
}
