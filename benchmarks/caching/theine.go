package caching

import (
	"context"
	"time"

	"github.com/Yiling-J/theine-go"
)

func theineGo() peer {
	return peer{
		library: "github.com/Yiling-J/theine-go",
		numbers: theineOf[uint64], texts: theineOf[string], floats: theineOf[float64],
		timed: func(capacity int) cache[uint64] {
			c := must(theine.NewBuilder[uint64, uint64](int64(capacity)).Build())
			t := theineWith(c)
			t.set = func(k uint64, v uint64) { c.SetWithTTL(k, v, 1, time.Hour) }
			return t
		},
		loading: func(f load) loading {
			c := must(theine.NewBuilder[string, string](1000).Loading(func(ctx context.Context, k string) (theine.Loaded[string], error) {
				v, err := f(ctx, k)
				return theine.Loaded[string]{Value: v, Cost: 1}, err
			}).Build())
			return loading{
				get:    c.Get,
				set:    func(k, v string) { c.Set(k, v, 1) },
				remove: c.Delete,
				peek: func(k string) (string, bool) {
					var found string
					there := false
					c.Range(func(key, v string) bool {
						if key == k {
							found, there = v, true
						}
						return !there
					})
					return found, there
				},
				close: c.Close,
			}
		},
		contexts: true, errors: true,
	}
}

func theineOf[K comparable](capacity int) cache[K] {
	return theineWith(must(theine.NewBuilder[K, uint64](int64(capacity)).Build()))
}

func theineWith[K comparable](c *theine.Cache[K, uint64]) cache[K] {
	return cache[K]{
		get:    c.Get,
		set:    func(k K, v uint64) { c.Set(k, v, 1) },
		remove: c.Delete,
		len:    c.Len,
		settle: c.Wait,
		close:  c.Close,
	}
}
