package concurrency_test

import (
	"context"
	"errors"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/concurrency"
)

func TestScope(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		err := concurrency.Run(t.Context(), func(s *concurrency.Scope) error {
			a := concurrency.Go(s, func(context.Context) (int, error) { time.Sleep(2 * time.Second); return 1, nil })
			b := concurrency.Go(s, func(context.Context) (string, error) { time.Sleep(time.Second); return "b", nil })
			x, err := a.Wait()
			require.NoError(t, err)
			y, err := b.Wait()
			require.NoError(t, err)
			require.Equal(t, "1b", string(rune('0'+x))+y)
			concurrency.Go(s, func(context.Context) (int, error) { time.Sleep(time.Second); return 0, nil }) // not waited for by f
			return nil
		})
		require.NoError(t, err)
		require.Equal(t, 3*time.Second, time.Since(began))
	})
}

func TestScopeFails(t *testing.T) {
	fail := func(context.Context) (int, error) { time.Sleep(time.Second); return 0, errBoom }
	echo := func(ctx context.Context) (int, error) { <-ctx.Done(); return 0, ctx.Err() }
	synctest.Test(t, func(t *testing.T) {
		// The root cause is not masked by the echo, nor by f's own.
		err := concurrency.Run(t.Context(), func(s *concurrency.Scope) error {
			e := concurrency.Go(s, echo)
			concurrency.Go(s, fail)
			_, err := e.Wait()
			require.ErrorIs(t, err, context.Canceled)
			require.ErrorIs(t, context.Cause(s.Context()), errBoom)
			return err
		})
		item, ok := errors.AsType[*concurrency.ItemError](err)
		require.True(t, ok)
		require.Equal(t, 1, item.Index)
		require.ErrorIs(t, err, errBoom)
		require.NotErrorIs(t, err, context.Canceled)

		// f's own error cancels the tasks.
		err = concurrency.Run(t.Context(), func(s *concurrency.Scope) error {
			concurrency.Go(s, echo)
			return errCause
		})
		require.ErrorIs(t, err, errCause)
		require.NotErrorIs(t, err, context.Canceled)

		// The cause of the outer context is kept.
		ctx, cancel := context.WithCancelCause(t.Context())
		time.AfterFunc(time.Second, func() { cancel(errCause) })
		err = concurrency.Run(ctx, func(s *concurrency.Scope) error {
			_, err := concurrency.Go(s, echo).Wait()
			return err
		})
		require.ErrorIs(t, err, errCause)
		require.ErrorIs(t, concurrency.Run(ctx, func(*concurrency.Scope) error { panic("ran") }), errCause)
	})
}

func TestScopePanicsAndGoexit(t *testing.T) {
	var late *concurrency.Future[int]
	var scope *concurrency.Scope
	v := recovered(func() {
		_ = concurrency.Run(t.Context(), func(s *concurrency.Scope) error {
			scope = s
			late = concurrency.Go(s, func(context.Context) (int, error) { panic(errBoom) })
			_, err := late.Wait()
			require.ErrorIs(t, err, errBoom)
			return nil
		})
	})
	p, ok := v.(*concurrency.PanicError)
	require.True(t, ok)
	require.Zero(t, p.Index)
	_, err := concurrency.Go(scope, func(context.Context) (int, error) { panic("ran") }).Wait()
	require.ErrorIs(t, err, concurrency.ErrClosed)

	err = concurrency.Run(t.Context(), func(s *concurrency.Scope) error {
		concurrency.Go(s, func(context.Context) (int, error) { runtime.Goexit(); return 0, nil })
		return nil
	})
	require.ErrorIs(t, err, concurrency.ErrGoexit)

	joined := false
	hang := func(ctx context.Context) (int, error) { <-ctx.Done(); joined = true; return 0, nil }
	require.Equal(t, "body", recovered(func() {
		_ = concurrency.Run(t.Context(), func(s *concurrency.Scope) error { concurrency.Go(s, hang); panic("body") })
	}))
	require.True(t, joined)
	require.Equal(t, "goexit", ends(func() {
		_ = concurrency.Run(t.Context(), func(s *concurrency.Scope) error { concurrency.Go(s, hang); runtime.Goexit(); return nil })
	}))
}
