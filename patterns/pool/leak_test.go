package pool_test

import (
	"context"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/patterns/pool"
)

//go:noinline
func loseOne(t *testing.T, p *pool.Pool[int]) {
	lease, err := p.Acquire(t.Context())
	require.NoError(t, err)
	require.Equal(t, 1, lease.Value())
}

// Collector cleanups do not run in a bubble: this test has a real clock, and waits for the
// collector alone.
func TestALostLeaseIsFoundAndItsPlaceIsFree(t *testing.T) {
	leaks := make(chan pool.Leak, 1)
	f := &factory{}
	p := newPool(t, f, pool.Config[int]{Max: 1, LeakAfter: time.Hour, OnLeak: func(l pool.Leak) { leaks <- l }})
	loseOne(t, p)
	next := make(chan pool.Lease[int])
	go func() { // it waits for the place
		lease, err := p.Acquire(t.Context())
		if err != nil {
			t.Error(err)
		}
		next <- lease
	}()
	var leak pool.Leak
	for found := false; !found; {
		runtime.GC()
		select {
		case leak = <-leaks:
			found = true
		case <-time.After(time.Millisecond):
		}
	}
	require.True(t, leak.Lost)
	require.Contains(t, leak.Stack, "pool_test.loseOne\n")
	require.Contains(t, leak.Stack, "leak_test.go:")
	lease := <-next
	require.Equal(t, 2, lease.Value())
	require.NoError(t, lease.Release())
	require.EqualValues(t, 1, p.Stats().Lost)
	require.NoError(t, p.Shutdown(t.Context()))
	require.Equal(t, []int{1, 2}, f.closed)
}

// What is held, or was given back, is not lost, however often the heap is collected.
func TestAHeldLeaseIsNotLost(t *testing.T) {
	f := &factory{}
	p := newPool(t, f, pool.Config[int]{Max: 2, LeakAfter: time.Hour, OnLeak: func(pool.Leak) { t.Error("a leak") }})
	held := acquire(t, p)
	for range 10 {
		lease := acquire(t, p)
		require.NoError(t, lease.Release())
		require.NoError(t, p.Do(t.Context(), func(context.Context, int) error { runtime.GC(); return nil }))
	}
	require.Equal(t, 1, held.Value())
	require.NoError(t, held.Release())
	require.Zero(t, p.Stats().Lost)
	require.Empty(t, f.closed)
	p.Close()
}

func TestALeaseThatIsHeldForTooLongIsToldOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		told := make(chan pool.Leak, 10)
		var leaks []pool.Leak
		wait := func(d time.Duration) {
			time.Sleep(d)
			synctest.Wait()
			for len(told) > 0 {
				leaks = append(leaks, <-told)
			}
		}
		p := newPool(t, &factory{}, pool.Config[int]{Max: 3, LeakAfter: time.Minute, OnLeak: func(l pool.Leak) { told <- l }})
		short := acquire(t, p)
		long := acquire(t, p)
		wait(30 * time.Second)
		later := acquire(t, p)
		require.NoError(t, short.Release())
		wait(30*time.Second + 1)
		require.Len(t, leaks, 1)
		require.False(t, leaks[0].Lost)
		require.Equal(t, time.Minute, leaks[0].Held)
		require.Contains(t, leaks[0].Stack, "pool_test.acquire\n")
		wait(30 * time.Second)
		require.Len(t, leaks, 2, "the later one, to the moment")
		require.Equal(t, time.Minute, leaks[1].Held)
		wait(time.Hour)
		require.Len(t, leaks, 2)
		require.NoError(t, long.Release())
		require.NoError(t, later.Release())
		requireStats(t, p, 3, 3, 0)

		require.NoError(t, p.Do(t.Context(), func(context.Context, int) error { time.Sleep(2 * time.Minute); return nil }))
		wait(0)
		require.Len(t, leaks, 3, "the timer starts anew")
		p.Close()
	})
}
