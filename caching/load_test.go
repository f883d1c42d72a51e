package caching_test

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/goconcepts/cookbook/caching"
	"github.com/stretchr/testify/require"
)

var errSource = errors.New("source is down")

// newCache returns a cache of strings with the settings given, ten entries by default.
func newCache(t *testing.T, cfg caching.Config[string, string]) *caching.Cache[string, string] {
	t.Helper()
	cfg.Capacity = max(cfg.Capacity, 10)
	c, err := caching.New(cfg)
	require.NoError(t, err)
	return c
}

type loader = func(context.Context, string) (string, error)

// slow is a loader that takes d, or until its context ends.
func slow(calls *atomic.Int64, d time.Duration) loader {
	return func(ctx context.Context, k string) (string, error) {
		calls.Add(1)
		select {
		case <-time.After(d):
			return "loaded " + k, nil
		case <-ctx.Done():
			return "", context.Cause(ctx)
		}
	}
}

// answer is what one call of GetOrLoad returned, and when.
type answer struct {
	value string
	err   error
	after time.Duration
}

// ask calls GetOrLoad in a goroutine of its own, and waits until that is asleep.
func ask(ctx context.Context, c *caching.Cache[string, string], k string, load loader) <-chan answer {
	got := make(chan answer, 1)
	start := time.Now()
	go func() {
		v, err := c.GetOrLoad(ctx, k, load)
		got <- answer{v, err, time.Since(start)}
	}()
	synctest.Wait()
	return got
}

func TestOneLoadForAllAlsoWhenTheFirstGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCache(t, caching.Config[string, string]{})
		var calls atomic.Int64
		load := slow(&calls, time.Second)
		first, cancel := context.WithCancel(t.Context())
		gone := ask(first, c, "k", load)
		var waiting []<-chan answer
		for range 99 {
			waiting = append(waiting, ask(t.Context(), c, "k", load))
		}
		time.Sleep(time.Millisecond)
		cancel()
		a := <-gone
		require.ErrorIs(t, a.err, context.Canceled)
		require.Equal(t, time.Millisecond, a.after, "its own end ends the wait at once")
		for _, w := range waiting {
			a := <-w
			require.NoError(t, a.err)
			require.Equal(t, "loaded k", a.value)
			require.Equal(t, time.Second, a.after)
		}
		require.EqualValues(t, 1, calls.Load())
		v, ok := c.Get("k")
		require.True(t, ok)
		require.Equal(t, "loaded k", v)
	})
}

func TestAWaiterKeepsItsDeadlineAndItsCause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCache(t, caching.Config[string, string]{})
		var calls atomic.Int64
		owner := ask(t.Context(), c, "k", slow(&calls, time.Hour))
		ctx, cancel := context.WithTimeoutCause(t.Context(), time.Second, errSource)
		defer cancel()
		a := <-ask(ctx, c, "k", slow(&calls, time.Hour))
		require.ErrorIs(t, a.err, context.DeadlineExceeded)
		require.ErrorIs(t, a.err, errSource)
		require.Equal(t, time.Second, a.after)
		require.NoError(t, (<-owner).err)
		require.EqualValues(t, 1, calls.Load())
		_, err := c.GetOrLoad(ctx, "other", slow(&calls, 0))
		require.ErrorIs(t, err, context.DeadlineExceeded, "a dead context starts no load")
		require.EqualValues(t, 1, calls.Load())
	})
}

func TestALoadEndsWithItsLastWaiter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCache(t, caching.Config[string, string]{})
		ended := make(chan time.Duration, 1)
		start := time.Now()
		load := func(ctx context.Context, _ string) (string, error) {
			<-ctx.Done()
			ended <- time.Since(start)
			return "too late", nil
		}
		one, cancelOne := context.WithTimeout(t.Context(), time.Second)
		defer cancelOne()
		two, cancelTwo := context.WithTimeout(t.Context(), time.Minute)
		defer cancelTwo()
		a, b := ask(one, c, "k", load), ask(two, c, "k", load)
		require.Error(t, (<-a).err)
		require.Error(t, (<-b).err)
		require.Equal(t, time.Minute, <-ended)
		synctest.Wait()
		_, ok := c.Get("k")
		require.False(t, ok, "what nobody waited for is not stored")
	})
}

func TestWhoComesAfterAnAbandonedLoadLoadsAnew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCache(t, caching.Config[string, string]{})
		goOn := make(chan struct{})
		stubborn := func(context.Context, string) (string, error) { <-goOn; return "stale", nil }
		ctx, cancel := context.WithCancel(t.Context())
		a := ask(ctx, c, "k", stubborn)
		cancel()
		require.Error(t, (<-a).err)
		v, err := c.GetOrLoad(t.Context(), "k", func(context.Context, string) (string, error) { return "fresh", nil })
		require.NoError(t, err)
		require.Equal(t, "fresh", v)
		close(goOn)
		synctest.Wait()
		v, _ = c.Get("k")
		require.Equal(t, "fresh", v)
	})
}

func TestAPanicIsEveryWaitersError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCache(t, caching.Config[string, string]{NegativeTTL: time.Hour})
		load := func(context.Context, string) (string, error) {
			time.Sleep(time.Second)
			panic(errSource)
		}
		a, b := ask(t.Context(), c, "k", load), ask(t.Context(), c, "k", load)
		for _, w := range []<-chan answer{a, b} {
			got := <-w
			require.ErrorIs(t, got.err, errSource)
			p, ok := errors.AsType[*caching.PanicError](got.err)
			require.True(t, ok)
			require.Contains(t, string(p.Stack), "load_test.go")
		}
		v, err := c.GetOrLoad(t.Context(), "k", func(context.Context, string) (string, error) { return "again", nil })
		require.NoError(t, err)
		require.Equal(t, "again", v)
	})
}

func TestAGoexitIsAnError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCache(t, caching.Config[string, string]{NegativeTTL: time.Hour})
		load := func(context.Context, string) (string, error) {
			time.Sleep(time.Second)
			runtime.Goexit()
			return "never", nil
		}
		a, b := ask(t.Context(), c, "k", load), ask(t.Context(), c, "k", load)
		require.ErrorIs(t, (<-a).err, caching.ErrGoexit)
		require.ErrorIs(t, (<-b).err, caching.ErrGoexit)
		v, err := c.GetOrLoad(t.Context(), "k", func(context.Context, string) (string, error) { return "again", nil })
		require.NoError(t, err)
		require.Equal(t, "again", v)
	})
}

func TestErrorsAreHandedOnAndNotRemembered(t *testing.T) {
	c := newCache(t, caching.Config[string, string]{})
	var calls int
	load := func(context.Context, string) (string, error) { calls++; return "half", errSource }
	for range 3 {
		v, err := c.GetOrLoad(t.Context(), "k", load)
		require.ErrorIs(t, err, errSource)
		require.Empty(t, v)
	}
	require.Equal(t, 3, calls)
	require.EqualValues(t, 3, c.Stats().Failures)
	require.Zero(t, c.Len())
}

func TestErrorsAreRememberedForNegativeTTL(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCache(t, caching.Config[string, string]{NegativeTTL: time.Minute})
		var calls int
		fail := errSource
		load := func(context.Context, string) (string, error) { calls++; return "v", fail }
		ask := func(want error, wantCalls int) {
			t.Helper()
			_, err := c.GetOrLoad(t.Context(), "k", load)
			require.ErrorIs(t, err, want)
			require.Equal(t, wantCalls, calls)
		}
		ask(errSource, 1)
		time.Sleep(time.Minute - time.Nanosecond)
		ask(errSource, 1)
		time.Sleep(time.Nanosecond)
		ask(errSource, 2)
		c.Delete("k")
		ask(errSource, 3)
		c.Clear()
		fail = context.DeadlineExceeded
		ask(context.DeadlineExceeded, 4)
		ask(context.DeadlineExceeded, 5)
	})
}

func TestAWriteDuringALoadWins(t *testing.T) {
	for name, row := range map[string]struct {
		write func(*caching.Cache[string, string])
		want  string
		there bool
	}{
		"Set":    {func(c *caching.Cache[string, string]) { c.Set("k", "set") }, "set", true},
		"Delete": {func(c *caching.Cache[string, string]) { c.Delete("k") }, "", false},
		"Clear":  {func(c *caching.Cache[string, string]) { c.Clear() }, "", false},
		"Compute": {func(c *caching.Cache[string, string]) {
			c.Compute("k", func(string, bool) (string, bool) { return "computed", true })
		}, "computed", true},
		"Remove": {func(c *caching.Cache[string, string]) {
			c.Compute("k", func(string, bool) (string, bool) { return "", false })
		}, "", false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := newCache(t, caching.Config[string, string]{})
				var calls atomic.Int64
				a := ask(t.Context(), c, "k", slow(&calls, time.Second))
				row.write(c)
				got := <-a
				require.NoError(t, got.err)
				require.Equal(t, "loaded k", got.value, "who waited gets what was loaded")
				synctest.Wait()
				v, ok := c.Get("k")
				require.Equal(t, row.there, ok)
				require.Equal(t, row.want, v)
			})
		})
	}
}

func TestALoadThatNeedsItselfIsAnError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCache(t, caching.Config[string, string]{})
		needs := map[string]string{"a": "b", "b": "c", "c": "a", "self": "self"}
		var load loader
		load = func(ctx context.Context, k string) (string, error) { return c.GetOrLoad(ctx, needs[k], load) }
		_, err := c.GetOrLoad(t.Context(), "self", load)
		cycle, ok := errors.AsType[*caching.CycleError](err)
		require.True(t, ok, "%v", err)
		require.Equal(t, []any{"self", "self"}, cycle.Keys)
		_, err = c.GetOrLoad(t.Context(), "a", load)
		require.EqualError(t, err, "caching: load: needs itself: c -> a -> b -> c")
	})
}

func TestACircleThroughTwoGoroutinesIsAnError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCache(t, caching.Config[string, string]{})
		other := map[string]string{"a": "b", "b": "a"}
		leaf := func(context.Context, string) (string, error) { return "leaf", nil }
		load := func(ctx context.Context, k string) (string, error) {
			time.Sleep(time.Second) // both loads are under way
			return c.GetOrLoad(ctx, other[k], leaf)
		}
		a, b := ask(t.Context(), c, "a", load), ask(t.Context(), c, "b", load)
		for _, got := range []answer{<-a, <-b} {
			_, ok := errors.AsType[*caching.CycleError](got.err)
			require.True(t, ok, "%v", got.err)
		}
	})
}

func TestOtherRecursionWorks(t *testing.T) {
	c, err := caching.New(caching.Config[int64, int64]{Capacity: 1000})
	require.NoError(t, err)
	var load func(context.Context, int64) (int64, error)
	load = func(ctx context.Context, n int64) (int64, error) {
		if n < 2 {
			return n, nil
		}
		a, err := c.GetOrLoad(ctx, n-1, load)
		if err != nil {
			return 0, err
		}
		b, err := c.GetOrLoad(ctx, n-2, load)
		return a + b, err
	}
	var users sync.WaitGroup
	for range 4 {
		users.Go(func() {
			v, err := c.GetOrLoad(t.Context(), 90, load)
			if err != nil || v != 2880067194370816120 {
				t.Errorf("fib(90): %d, %v", v, err)
			}
		})
	}
	users.Wait()
	require.EqualValues(t, 91, c.Stats().Loads)
}
