package caching_test

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/goconcepts/cookbook/caching"
	"github.com/stretchr/testify/require"
)

func TestRefreshAheadOfTheTTL(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCache(t, caching.Config[string, string]{TTL: time.Minute, RefreshAfter: 30 * time.Second})
		var calls atomic.Int64
		load := slow(&calls, time.Second)
		ctx, cancel := context.WithCancel(t.Context())
		c.Set("k", "old")
		time.Sleep(30*time.Second - time.Nanosecond)
		require.Equal(t, "old", (<-ask(ctx, c, "k", load)).value)
		require.Zero(t, calls.Load())
		time.Sleep(time.Nanosecond)
		for range 10 {
			a := <-ask(ctx, c, "k", load)
			require.Equal(t, "old", a.value)
			require.Zero(t, a.after, "nobody waits for a refresh")
		}
		cancel() // the request that started it is over; the refresh goes on
		time.Sleep(time.Second)
		synctest.Wait()
		require.EqualValues(t, 1, calls.Load())
		v, ok := c.Get("k")
		require.True(t, ok)
		require.Equal(t, "loaded k", v)
		time.Sleep(59 * time.Second)
		_, ok = c.Get("k")
		require.True(t, ok, "it lives a TTL from the refresh on")
	})
}

func TestARefreshHasALimitThatIsNotItsWaiters(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var failed atomic.Int64
		c := newCache(t, caching.Config[string, string]{
			TTL: time.Second, StaleFor: time.Second,
			OnError: func(string, error) { failed.Add(1) },
		})
		var calls atomic.Int64
		c.Set("k", "old")
		time.Sleep(time.Second)
		require.Equal(t, "old", (<-ask(t.Context(), c, "k", slow(&calls, time.Hour))).value)
		time.Sleep(time.Second) // dead by now, the refresh still runs
		a := <-ask(t.Context(), c, "k", slow(&calls, time.Second))
		require.NoError(t, a.err)
		require.Equal(t, "loaded k", a.value)
		require.EqualValues(t, 2, calls.Load())
		synctest.Wait()
		require.EqualValues(t, 1, failed.Load())
	})
}

func TestGetNeverReturnsAStaleValue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCache(t, caching.Config[string, string]{TTL: time.Second, StaleFor: time.Hour})
		c.Set("k", "old")
		time.Sleep(time.Second)
		_, ok := c.Get("k")
		require.False(t, ok)
		for range c.All() {
			t.Error("a stale value in All")
		}
		_, ok = c.Compute("k", func(_ string, ok bool) (string, bool) { return "", ok })
		require.False(t, ok)
	})
}

func TestAPanicInARefreshGoesToOnError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var got error
		c := newCache(t, caching.Config[string, string]{TTL: time.Second, StaleFor: time.Hour, OnError: func(_ string, err error) { got = err }})
		c.Set("k", "old")
		time.Sleep(time.Second)
		v, err := c.GetOrLoad(t.Context(), "k", func(context.Context, string) (string, error) { panic(errSource) })
		require.NoError(t, err)
		require.Equal(t, "old", v)
		synctest.Wait()
		require.ErrorIs(t, got, errSource)
		v, err = c.GetOrLoad(t.Context(), "k", func(context.Context, string) (string, error) { return "new", nil })
		require.NoError(t, err)
		require.Equal(t, "old", v)
	})
}
