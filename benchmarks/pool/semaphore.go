package pool

import (
	"context"
	"sync"

	"golang.org/x/sync/semaphore"
)

// semaphoreSlice is a weighted semaphore, and a slice of what is idle under a mutex.
func semaphoreSlice() peer {
	return peer{
		library: "golang.org/x/sync",
		pool: func(asked plan) (lent, error) {
			places := semaphore.NewWeighted(int64(asked.max))
			var mu sync.Mutex
			var idle []*thing
			get := func(ctx context.Context) (t *thing, err error) {
				if err := places.Acquire(ctx, 1); err != nil {
					return nil, err
				}
				mu.Lock()
				if n := len(idle); n > 0 {
					t = idle[n-1]
					idle = idle[:n-1]
				}
				mu.Unlock()
				if t == nil {
					if t, err = asked.open(ctx); err != nil {
						places.Release(1)
					}
				}
				return t, err
			}
			put := func(t *thing) {
				mu.Lock()
				idle = append(idle, t)
				mu.Unlock()
				places.Release(1)
			}
			return lentBy(get, put), nil
		},
	}
}

// lentBy makes a pool of a pair of functions.
func lentBy(get func(context.Context) (*thing, error), put func(*thing)) lent {
	return lent{
		with: func(ctx context.Context, use func(*thing)) error {
			t, err := get(ctx)
			if err != nil {
				return err
			}
			use(t)
			put(t)
			return nil
		},
		acquire: func(ctx context.Context) (lease, error) {
			t, err := get(ctx)
			return lease{t, func() error { put(t); return nil }}, err
		},
	}
}
