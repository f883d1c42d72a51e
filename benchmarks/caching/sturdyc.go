package caching

import (
	"context"
	"time"

	"github.com/viccon/sturdyc"
)

// sturdyC has string keys only, and a TTL always.
func sturdyC() peer {
	return peer{
		library: "github.com/viccon/sturdyc",
		texts: func(capacity int) cache[string] {
			c := sturdyc.New[uint64](capacity, 10, time.Hour, 10, sturdyc.WithNoContinuousEvictions())
			return cache[string]{
				get:    c.Get,
				set:    func(k string, v uint64) { c.Set(k, v) },
				remove: c.Delete,
				len:    c.Size, settle: nothing, close: nothing,
			}
		},
		loading: func(f load) loading {
			c := sturdyc.New[string](1000, 10, time.Hour, 10, sturdyc.WithNoContinuousEvictions(), sturdyc.WithLog(&sturdyc.NoopLogger{}))
			return loading{
				get: func(ctx context.Context, k string) (string, error) {
					return c.GetOrFetch(ctx, k, func(ctx context.Context) (string, error) { return f(ctx, k) })
				},
				set:    func(k, v string) { c.Set(k, v) },
				remove: c.Delete,
				peek:   c.Get,
				close:  nothing,
			}
		},
		contexts: true, errors: true,
	}
}
