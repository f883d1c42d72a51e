package decorators_test

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/decorators"
)

func keyed[K comparable, V any](t testing.TB, limit int, f func(context.Context, K) (V, error)) decorators.Func[K, V] {
	t.Helper()
	get, err := decorators.Keyed(f, decorators.KeyedConfig{Max: limit})
	require.NoError(t, err)
	return get
}

func TestKeyedConfigErrors(t *testing.T) {
	_, err := decorators.Keyed(untilDone, decorators.KeyedConfig{Max: -1})
	require.EqualError(t, err, "decorators: KeyedConfig.Max is -1, want 0 to 1000000")
	_, err = decorators.Keyed[int, int](nil, decorators.KeyedConfig{})
	require.Error(t, err)
}

// The whiteboard's memory and the package's keep the same promises.
func TestKeyedAndMemoizeByHand(t *testing.T) {
	for name, wrap := range map[string]func(func(int) (*int, error)) func(int) (*int, error){
		"by hand": memoizeByHand[int, *int],
		"package": func(f func(int) (*int, error)) func(int) (*int, error) {
			get := keyed(t, 0, func(_ context.Context, n int) (*int, error) { return f(n) })
			return func(n int) (*int, error) { return get(t.Context(), n) }
		},
	} {
		t.Run(name, func(t *testing.T) {
			var calls atomic.Int32
			get := wrap(func(n int) (*int, error) {
				if calls.Add(1) == 1 {
					return nil, errRefused
				}
				return new(n), nil
			})
			_, err := get(1)
			require.Equal(t, errRefused, err)
			first, err := get(1)
			require.NoError(t, err)
			require.EqualValues(t, 2, calls.Load())
			var group sync.WaitGroup
			for range 100 {
				group.Go(func() {
					for key := range 10 {
						v, err := get(key)
						if err != nil || *v != key || key == 1 && v != first {
							t.Error(key, v, err)
						}
					}
				})
			}
			group.Wait()
			require.EqualValues(t, 11, calls.Load())
		})
	}
}

func TestKeyedIsBounded(t *testing.T) {
	get := keyed(t, 3, func(_ context.Context, n int) (int, error) {
		if n < 0 {
			return 0, errRefused
		}
		return n, nil
	})
	for n := -10; n < 3; n++ { // failures take no place
		_, _ = get(t.Context(), n)
	}
	_, err := get(t.Context(), 3)
	require.ErrorIs(t, err, decorators.ErrFull)
	for n := range 3 {
		got, err := get(t.Context(), n)
		require.NoError(t, err)
		require.Equal(t, n, got)
	}
}

func TestKeyedFailures(t *testing.T) {
	for _, row := range []struct {
		name   string
		end    func(ctx context.Context) (int, error)
		calls  int32
		failed int32
	}{
		{"error: to all who waited", func(context.Context) (int, error) { return 0, errRefused }, 1, 5},
		{"panic: those who waited try again", func(context.Context) (int, error) { panic("boom") }, 2, 0},
		{"Goexit: those who waited try again", func(context.Context) (int, error) { runtime.Goexit(); return 0, nil }, 2, 0},
		{"the runner's context: those who waited try again", func(ctx context.Context) (int, error) { <-ctx.Done(); return 0, ctx.Err() }, 2, 1},
	} {
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var calls, failed, good atomic.Int32
				get := keyed(t, 0, func(ctx context.Context, _ string) (int, error) {
					if calls.Add(1) == 1 {
						time.Sleep(time.Second)
						return row.end(ctx)
					}
					time.Sleep(time.Second)
					return 7, nil
				})
				count := func(ctx context.Context) {
					defer func() { _ = recover() }()
					if n, err := get(ctx, "key"); err == nil && n == 7 {
						good.Add(1)
					} else {
						failed.Add(1)
					}
				}
				var group sync.WaitGroup
				runner, cancel := context.WithTimeout(t.Context(), 2*time.Second)
				defer cancel()
				group.Go(func() { count(runner) })
				synctest.Wait()
				for range 4 {
					group.Go(func() { count(t.Context()) })
				}
				group.Wait()
				require.Equal(t, row.calls, calls.Load())
				require.Equal(t, row.failed, failed.Load())
				if row.calls == 2 {
					require.EqualValues(t, 4, good.Load())
				}
				count(t.Context()) // nothing is stuck, no failure is remembered
				require.EqualValues(t, 2, calls.Load())
			})
		})
	}
}

func TestKeyedWaiterLeavesWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		get := keyed(t, 0, func(context.Context, int) (int, error) { time.Sleep(time.Minute); return 1, nil })
		done := make(chan error)
		go func() { _, err := get(t.Context(), 1); done <- err }()
		synctest.Wait()
		why := errors.New("why")
		ctx, cancel := context.WithCancelCause(t.Context())
		time.AfterFunc(time.Second, func() { cancel(why) })
		begun := time.Now()
		_, err := get(ctx, 1)
		require.ErrorIs(t, err, why)
		require.Equal(t, time.Second, time.Since(begun))
		_, err = get(t.Context(), 2) // another key is not held up by the first
		require.NoError(t, err)
		require.NoError(t, <-done)
	})
}

func TestKeyedHitAllocatesNothing(t *testing.T) {
	get := keyed(t, 0, func(_ context.Context, s string) (int, error) { return len(s), nil })
	ctx := t.Context()
	require.LessOrEqual(t, testing.AllocsPerRun(1000, func() { _, _ = get(ctx, "a key") }), 0.0)
}
