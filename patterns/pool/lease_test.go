package pool_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/patterns/pool"
)

func acquire(t *testing.T, p *pool.Pool[int]) pool.Lease[int] {
	t.Helper()
	l, err := p.Acquire(t.Context())
	require.NoError(t, err)
	return l
}

func TestASecondReleaseIsAnError(t *testing.T) {
	p := newPool(t, &factory{}, pool.Config[int]{Max: 2})
	lease := acquire(t, p)
	require.NoError(t, lease.Release())
	require.ErrorIs(t, lease.Release(), pool.ErrReleased)
	require.ErrorIs(t, lease.Destroy(), pool.ErrReleased)
	requireStats(t, p, 1, 1, 0)

	again := acquire(t, p)
	require.ErrorIs(t, lease.Release(), pool.ErrReleased, "the resource is another's now")
	require.ErrorIs(t, lease.Destroy(), pool.ErrReleased)
	_, err := lease.Hijack()
	require.ErrorIs(t, err, pool.ErrReleased)
	requireStats(t, p, 1, 0, 0)
	require.NotEqual(t, again.Value(), acquire(t, p).Value(), "one resource has one owner")
}

// All copies of a lease are one lease, whoever ends it first.
func TestOfManyReleasesOneSucceeds(t *testing.T) {
	p := newPool(t, &factory{}, pool.Config[int]{Max: 2})
	for range 100 {
		lease := acquire(t, p)
		var succeeded atomic.Int64
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				end := lease.Release
				if i%2 == 1 {
					end = lease.Destroy
				}
				if end() == nil {
					succeeded.Add(1)
				}
			})
		}
		wg.Wait()
		require.EqualValues(t, 1, succeeded.Load())
	}
	a, b := acquire(t, p), acquire(t, p)
	require.NotEqual(t, a.Value(), b.Value())
}

func TestALeaseThatHasEndedHoldsNothing(t *testing.T) {
	p := newPool(t, &factory{}, pool.Config[int]{Max: 1})
	lease := acquire(t, p)
	require.Equal(t, 1, lease.Value())
	require.NoError(t, lease.Release())
	require.Zero(t, lease.Value())

	var zero pool.Lease[int]
	require.Zero(t, zero.Value())
	require.ErrorIs(t, zero.Release(), pool.ErrReleased)
	require.ErrorIs(t, zero.Destroy(), pool.ErrReleased)
	_, err := zero.Hijack()
	require.ErrorIs(t, err, pool.ErrReleased)
}

func TestAHijackedResourceIsTheCallersForEver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &factory{}
		p := newPool(t, f, pool.Config[int]{Max: 1})
		lease := acquire(t, p)
		next := make(chan int)
		go func() { next <- acquire(t, p).Value() }()
		synctest.Wait()
		id, err := lease.Hijack()
		require.NoError(t, err)
		require.Equal(t, 1, id)
		require.Equal(t, 2, <-next, "its place is another's")
		p.Close()
		require.Empty(t, f.closed)
	})
}

func TestALoanAllocatesNothing(t *testing.T) {
	sound := pool.Config[int]{Check: noCheck, MaxLifetime: hour, MaxIdle: hour, CheckAfter: hour, LifetimeJitter: hour, MinIdle: 1}
	for name, tt := range map[string]struct {
		config pool.Config[int]
		most   float64
	}{
		"bare":         {pool.Config[int]{}, 0},
		"all but leak": {sound, 0},
	} {
		t.Run(name, func(t *testing.T) {
			tt.config.Max = 4
			p := newPool(t, &factory{}, tt.config)
			defer func() { require.NoError(t, p.Shutdown(t.Context())) }()
			require.NoError(t, p.Prefill(t.Context()))
			lease := acquire(t, p)
			require.Eventually(t, func() bool { return p.Stats().Idle > 0 || tt.config.MinIdle == 0 }, hour, 1)
			require.NoError(t, lease.Release())
			require.Zero(t, testing.AllocsPerRun(1000, func() {
				l, err := p.Acquire(t.Context())
				if err != nil || l.Release() != nil {
					t.Fatal(err)
				}
			}))
		})
	}
}
