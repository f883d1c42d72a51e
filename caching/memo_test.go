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

func TestRecursiveIsBoundedByMemoryOnly(t *testing.T) {
	depth, err := caching.Recursive(func(self func(int) int, n int) int {
		if n == 0 {
			return 0
		}
		return self(n-1) + 1
	}, caching.Config[int, int]{Capacity: 10})
	require.NoError(t, err)
	require.Equal(t, 100_000, depth(100_000))
}

func TestRecursiveHandsOnPanicsCirclesAndExits(t *testing.T) {
	down, err := caching.Recursive(func(self func(int) int, n int) int {
		switch n {
		case 0:
			panic(errSource)
		case -100_000:
			runtime.Goexit()
		case 200_000:
			return self(100_001) // and from there back to here
		case 100_001:
			return self(200_000)
		}
		return self(n - 1)
	}, caching.Config[int, int]{Capacity: 10})
	require.NoError(t, err)
	caught := func(n int) (err error) {
		defer func() { err, _ = recover().(error) }()
		down(n)
		return nil
	}
	err = caught(50_000)
	require.ErrorIs(t, err, errSource)
	p, ok := errors.AsType[*caching.PanicError](err)
	require.True(t, ok)
	require.Contains(t, string(p.Stack), "memo_test.go")
	_, ok = errors.AsType[*caching.CycleError](caught(200_000))
	require.True(t, ok)

	exited := make(chan bool)
	go func() {
		defer close(exited)
		down(-1)
		exited <- false
	}()
	_, open := <-exited
	require.False(t, open, "a Goexit is no result")
}

func TestFuncCallsOnceForManyWaiters(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var calls atomic.Int64
		f, err := caching.Func(func(n int) int {
			calls.Add(1)
			time.Sleep(time.Second)
			return n * n
		}, caching.Config[int, int]{Capacity: 10})
		require.NoError(t, err)
		var users sync.WaitGroup
		for range 100 {
			users.Go(func() {
				if v := f(7); v != 49 {
					t.Errorf("f(7) is %d", v)
				}
			})
		}
		users.Wait()
		require.EqualValues(t, 1, calls.Load())
	})
}

func TestAPanicInFuncIsTheCallersAndOthersTryAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var calls atomic.Int64
		f, err := caching.Func(func(n int) int {
			time.Sleep(time.Second)
			if calls.Add(1) == 1 {
				panic("first")
			}
			return n
		}, caching.Config[int, int]{Capacity: 10})
		require.NoError(t, err)
		var panics atomic.Int64
		var users sync.WaitGroup
		for range 10 {
			users.Go(func() {
				defer func() {
					if recover() != nil {
						panics.Add(1)
					}
				}()
				f(7)
			})
		}
		users.Wait()
		require.EqualValues(t, 1, panics.Load())
		require.EqualValues(t, 2, calls.Load())
	})
}

func TestFunc2KeepsArgumentsApart(t *testing.T) {
	join, err := caching.Func2(func(a, b string) string { return a + "|" + b }, caching.Config[caching.Pair[string, string], string]{Capacity: 10})
	require.NoError(t, err)
	require.Equal(t, "a|bc", join("a", "bc"))
	require.Equal(t, "ab|c", join("ab", "c"))
}

func TestMemoForgets(t *testing.T) {
	calls := 0
	m, err := caching.Memoize(func(_ context.Context, n int) (int, error) { calls++; return n, nil }, caching.Config[int, int]{Capacity: 10})
	require.NoError(t, err)
	for range 3 {
		_, err := m.Call(t.Context(), 7)
		require.NoError(t, err)
	}
	require.Equal(t, 1, calls)
	require.True(t, m.Forget(7))
	require.False(t, m.Forget(7))
	_, err = m.Call(t.Context(), 7)
	require.NoError(t, err)
	require.Equal(t, 2, calls)
	require.Equal(t, caching.Stats{Hits: 2, Misses: 2, Loads: 2}, m.Stats())
}

func TestSettingsOfFunctionsAreChecked(t *testing.T) {
	_, err := caching.Memoize(func(context.Context, int) (int, error) { return 0, nil }, caching.Config[int, int]{})
	require.Error(t, err)
	_, err = caching.Func(func(int) int { return 0 }, caching.Config[int, int]{})
	require.Error(t, err)
	_, err = caching.Func2(func(int, int) int { return 0 }, caching.Config[caching.Pair[int, int], int]{})
	require.Error(t, err)
	_, err = caching.Recursive(func(func(int) int, int) int { return 0 }, caching.Config[int, int]{})
	require.Error(t, err)
}
