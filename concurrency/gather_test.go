package concurrency_test

import (
	"context"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/concurrency"
)

func TestGather(t *testing.T) {
	value := func(i int) func(context.Context) (int, error) {
		return func(context.Context) (int, error) { return i, nil }
	}
	fail := func(context.Context) (int, error) { return 9, errBoom }
	exit := func(context.Context) (int, error) { runtime.Goexit(); return 0, nil }
	bug := func(context.Context) (int, error) { panic("bug") }

	got, err := concurrency.Gather(t.Context(), value(1), value(2), value(3))
	require.NoError(t, err)
	require.Equal(t, []int{1, 2, 3}, got)
	got, err = concurrency.Gather[int](t.Context())
	require.NoError(t, err)
	require.Empty(t, got)
	_, err = concurrency.Gather(t.Context(), value(1), exit)
	require.ErrorIs(t, err, concurrency.ErrGoexit)

	got, err = concurrency.GatherAll(t.Context(), value(1), fail, exit, value(4))
	require.Equal(t, []int{1, 0, 0, 4}, got)
	require.ErrorIs(t, err, errBoom)
	require.ErrorIs(t, err, concurrency.ErrGoexit)
	require.Equal(t, 2, strings.Count(err.Error(), "concurrency: item "))
	_, err = concurrency.GatherAll(t.Context(), value(1))
	require.NoError(t, err)

	for name, f := range map[string]func(){
		"Gather":    func() { _, _ = concurrency.Gather(t.Context(), value(1), bug) },
		"GatherAll": func() { _, _ = concurrency.GatherAll(t.Context(), value(1), bug) },
		"First":     func() { _, _ = concurrency.First(t.Context(), bug, bug) },
	} {
		_, ok := recovered(f).(*concurrency.PanicError)
		require.True(t, ok, name)
	}
}

func TestFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		after := func(s int, err error) func(context.Context) (int, error) {
			return func(ctx context.Context) (int, error) {
				select {
				case <-time.After(time.Duration(s) * time.Second):
					return s, err
				case <-ctx.Done():
					time.Sleep(time.Second) // a loser that takes a while to stop is waited for
					return 0, ctx.Err()
				}
			}
		}
		began := time.Now()
		got, err := concurrency.First(t.Context(), after(9, nil), after(3, nil), after(1, errBoom))
		require.NoError(t, err)
		require.Equal(t, 3, got)
		require.Equal(t, 4*time.Second, time.Since(began))

		_, err = concurrency.First(t.Context(), after(2, errBoom), after(1, errCause))
		require.ErrorIs(t, err, errBoom)
		require.ErrorIs(t, err, errCause)
		_, err = concurrency.First[int](t.Context())
		require.Error(t, err)

		ctx, cancel := context.WithCancelCause(t.Context())
		time.AfterFunc(time.Second, func() { cancel(errCause) })
		_, err = concurrency.First(ctx, after(5, nil), after(6, nil))
		require.ErrorIs(t, err, errCause)
	})
}
