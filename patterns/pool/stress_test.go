package pool_test

import (
	"context"
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/patterns/pool"
)

// shared is a resource that counts its owners.
type shared struct{ owners atomic.Int32 }

// Two callers take turns as fast as they can: if a release missed one who is about to wait,
// both would wait for ever.
func TestNoWaiterIsForgotten(t *testing.T) {
	for name, config := range map[string]pool.Config[int]{
		"bare":    {},
		"stamped": {MaxIdle: time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			config.Max = 1
			p := newPool(t, &factory{}, config)
			var wg sync.WaitGroup
			for range 2 {
				wg.Go(func() {
					for range 100_000 {
						lease, err := p.Acquire(context.Background())
						if err != nil || lease.Release() != nil {
							t.Error("no lease", err)
							return
						}
					}
				})
			}
			wg.Wait()
			requireStats(t, p, 1, 1, 0)
			p.Close()
		})
	}
}

// Everything at once: callers who leave, end a lease twice, destroy, hijack and check, while
// Max changes and idle ones are evicted. No resource has two owners, there are
// never more than Max of them, and none is lost.
func TestNoResourceHasTwoOwners(t *testing.T) {
	const most = 6
	var alive, tooMany, twice, closedInUse atomic.Int64
	p, err := pool.New(pool.Config[*shared]{
		Open: func(context.Context) (*shared, error) {
			if alive.Add(1) > most {
				tooMany.Add(1)
			}
			runtime.Gosched()
			return &shared{}, nil
		},
		Close: func(s *shared) error {
			if s.owners.Load() != 0 {
				closedInUse.Add(1)
			}
			runtime.Gosched()
			alive.Add(-1)
			return nil
		},
		Check:       func(context.Context, *shared) error { return nil },
		Max:         most,
		MinIdle:     1,
		MaxLifetime: 200 * time.Microsecond, LifetimeJitter: 100 * time.Microsecond,
		MaxIdle: 100 * time.Microsecond, CheckAfter: time.Microsecond,
	})
	require.NoError(t, err)

	own := func(s *shared) {
		if s.owners.Add(1) > 1 {
			twice.Add(1)
		}
		runtime.Gosched()
		s.owners.Add(-1)
	}
	caller := func(r *rand.Rand) {
		ctx, cancel := context.Background(), context.CancelFunc(func() {})
		if r.IntN(2) == 0 {
			ctx, cancel = context.WithTimeout(ctx, time.Duration(r.IntN(50))*time.Microsecond)
		}
		defer cancel()
		lease, err := p.Acquire(ctx)
		if err != nil {
			return
		}
		own(lease.Value())
		switch r.IntN(8) {
		case 0:
			_ = lease.Destroy()
		case 1:
			alive.Add(-1) // it is out of the pool before another is opened
			if s, err := lease.Hijack(); err != nil {
				t.Error(err)
			} else {
				own(s)
			}
		case 2:
			var both sync.WaitGroup
			both.Go(func() { _ = lease.Release() })
			both.Go(func() { _ = lease.Release() })
			both.Wait()
		default:
			_ = lease.Release()
		}
		_ = lease.Release() // one too many, whatever was done
	}
	var wg sync.WaitGroup
	for g := range 16 {
		wg.Go(func() {
			r := rand.New(rand.NewPCG(1, uint64(g)))
			for range 200 {
				caller(r)
			}
		})
	}
	wg.Go(func() {
		for i := range 200 {
			if err := p.Resize(1 + i%most); err != nil {
				t.Error(err)
			}
			p.Evict()
			runtime.Gosched()
		}
	})
	wg.Wait()
	require.NoError(t, p.Resize(most))
	require.Zero(t, twice.Load(), "two owners")
	require.Zero(t, closedInUse.Load(), "closed in use")

	for range most { // no place is lost
		_, err := p.Acquire(t.Context())
		require.NoError(t, err)
	}
	require.EqualValues(t, most, p.Stats().Open)
	require.Zero(t, tooMany.Load(), "more than Max")
}
