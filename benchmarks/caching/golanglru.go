package caching

import (
	"context"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/hashicorp/golang-lru/v2/expirable"
	"golang.org/x/sync/singleflight"
)

func golangLRU() peer {
	return peer{
		library: "github.com/hashicorp/golang-lru/v2",
		numbers: lruOf[uint64], texts: lruOf[string], floats: lruOf[float64],
		timed: func(capacity int) cache[uint64] {
			c := expirable.NewLRU[uint64, uint64](capacity, nil, time.Hour)
			return cache[uint64]{
				get:    c.Get,
				set:    func(k uint64, v uint64) { c.Add(k, v) },
				remove: func(k uint64) { c.Remove(k) },
				len:    c.Len, settle: nothing,
				close: c.Purge, // its goroutine cannot be ended, and would keep the entries for the collector to walk
			}
		},
		// It has no loads of its own; x/sync/singleflight is what one puts before it.
		loading: func(f load) loading {
			c := must(lru.New[string, string](1000))
			var group singleflight.Group
			return loading{
				get: func(ctx context.Context, k string) (string, error) {
					if v, ok := c.Get(k); ok {
						return v, nil
					}
					v, err, _ := group.Do(k, func() (any, error) {
						v, err := f(ctx, k)
						if err == nil {
							c.Add(k, v)
						}
						return v, err
					})
					if err != nil {
						return "", err
					}
					return v.(string), nil
				},
				set:    func(k, v string) { c.Add(k, v) },
				remove: func(k string) { c.Remove(k) },
				peek:   c.Peek,
				close:  nothing,
			}
		},
		contexts: true, errors: true,
	}
}

func lruOf[K comparable](capacity int) cache[K] {
	c := must(lru.New[K, uint64](capacity))
	return cache[K]{
		get:    c.Get,
		set:    func(k K, v uint64) { c.Add(k, v) },
		remove: func(k K) { c.Remove(k) },
		len:    c.Len, settle: nothing, close: nothing,
	}
}
