package caching

import (
	"context"
	"time"

	"github.com/maypok86/otter/v2"
)

func otterV2() peer {
	return peer{
		library: "github.com/maypok86/otter/v2",
		numbers: otterOf[uint64], texts: otterOf[string], floats: otterOf[float64],
		timed: func(capacity int) cache[uint64] {
			return otterWith(&otter.Options[uint64, uint64]{MaximumSize: capacity, ExpiryCalculator: otter.ExpiryWriting[uint64, uint64](time.Hour)})
		},
		loading: func(f load) loading {
			c := otter.Must(&otter.Options[string, string]{MaximumSize: 1000})
			return loading{
				get: func(ctx context.Context, k string) (string, error) {
					return c.Get(ctx, k, otter.LoaderFunc[string, string](f))
				},
				set:    func(k, v string) { c.Set(k, v) },
				remove: func(k string) { c.Invalidate(k) },
				peek:   c.GetIfPresent,
				close:  func() { c.StopAllGoroutines() },
			}
		},
		contexts: true, errors: true,
	}
}

func otterOf[K comparable](capacity int) cache[K] {
	return otterWith(&otter.Options[K, uint64]{MaximumSize: capacity})
}

func otterWith[K comparable](o *otter.Options[K, uint64]) cache[K] {
	c := otter.Must(o)
	return cache[K]{
		get:    c.GetIfPresent,
		set:    func(k K, v uint64) { c.Set(k, v) },
		remove: func(k K) { c.Invalidate(k) },
		len:    c.EstimatedSize,
		settle: c.CleanUp,
		close:  func() { c.StopAllGoroutines() },
	}
}
