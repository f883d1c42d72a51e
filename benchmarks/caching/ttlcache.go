package caching

import (
	"context"
	"time"

	"github.com/jellydator/ttlcache/v3"
)

func ttlcacheV3() peer {
	return peer{
		library: "github.com/jellydator/ttlcache/v3",
		numbers: ttlcacheOf[uint64], texts: ttlcacheOf[string], floats: ttlcacheOf[float64],
		timed: func(capacity int) cache[uint64] {
			return ttlcacheWith(ttlcache.New(ttlcache.WithCapacity[uint64, uint64](uint64(capacity)),
				ttlcache.WithTTL[uint64, uint64](time.Hour), ttlcache.WithDisableTouchOnHit[uint64, uint64]()))
		},
		// Its loader has no context and no error: nil is all it can say.
		loading: func(f load) loading {
			from := ttlcache.LoaderFunc[string, string](func(c *ttlcache.Cache[string, string], k string) *ttlcache.Item[string, string] {
				v, err := f(context.Background(), k)
				if err != nil {
					return nil
				}
				return c.Set(k, v, ttlcache.DefaultTTL)
			})
			c := ttlcache.New(ttlcache.WithCapacity[string, string](1000), ttlcache.WithLoader(ttlcache.NewSuppressedLoader(from, nil)))
			return loading{
				get: func(_ context.Context, k string) (string, error) {
					if item := c.Get(k); item != nil {
						return item.Value(), nil
					}
					return "", errNothing
				},
				set:    func(k, v string) { c.Set(k, v, ttlcache.DefaultTTL) },
				remove: c.Delete,
				peek: func(k string) (string, bool) {
					if !c.Has(k) {
						return "", false
					}
					return c.Get(k).Value(), true
				},
				close: nothing,
			}
		},
	}
}

func ttlcacheOf[K comparable](capacity int) cache[K] {
	return ttlcacheWith(ttlcache.New(ttlcache.WithCapacity[K, uint64](uint64(capacity))))
}

func ttlcacheWith[K comparable](c *ttlcache.Cache[K, uint64]) cache[K] {
	return cache[K]{
		get: func(k K) (uint64, bool) {
			item := c.Get(k)
			if item == nil {
				return 0, false
			}
			return item.Value(), true
		},
		set:    func(k K, v uint64) { c.Set(k, v, ttlcache.DefaultTTL) },
		remove: c.Delete,
		len:    c.Len, settle: nothing, close: nothing,
	}
}
