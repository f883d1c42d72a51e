package pool_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/patterns/pool"
)

// nothing is a function of Do.
func nothing(context.Context, int) error { return nil }

func TestAnAcquisitionThatWaitsForItselfIsReported(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPool(t, &factory{}, pool.Config[int]{Max: 2})
		err := p.Do(t.Context(), func(ctx context.Context, _ int) error {
			ctx, cancel := context.WithCancel(ctx) // the mark outlives what is wrapped around it
			defer cancel()
			return p.Do(ctx, func(ctx context.Context, _ int) error {
				return p.Do(ctx, nothing)
			})
		})
		require.ErrorIs(t, err, pool.ErrDeadlock)
		requireStats(t, p, 2, 2, 0)
		require.NoError(t, p.Do(t.Context(), nothing))
		p.Close()
	})
}

// Two functions hold one of two each and want one more: the last to ask is told, and
// then the other is served.
func TestACircleIsReportedToTheLast(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPool(t, &factory{}, pool.Config[int]{Max: 2})
		var ends [2]error
		var wg sync.WaitGroup
		for i := range 2 {
			wg.Go(func() {
				ends[i] = p.Do(t.Context(), func(ctx context.Context, _ int) error {
					time.Sleep(time.Duration(1+i) * time.Second)
					return p.Do(ctx, nothing)
				})
			})
		}
		wg.Wait()
		require.NoError(t, ends[0])
		require.ErrorIs(t, ends[1], pool.ErrDeadlock)
		require.Equal(t, time.Second, p.Stats().WaitTime, "the first waited for a second")
		p.Close()
	})
}

// While somebody who does not wait has a place, waiting is no deadlock.
func TestANestedAcquisitionThatOthersCanServeWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPool(t, &factory{}, pool.Config[int]{Max: 2})
		stranger := acquire(t, p)
		time.AfterFunc(time.Minute, func() { _ = stranger.Release() })
		err := p.Do(t.Context(), func(ctx context.Context, _ int) error {
			var wg sync.WaitGroup // two goroutines of one function hold one place, not two
			for range 2 {
				wg.Go(func() {
					if err := p.Do(ctx, nothing); err != nil {
						t.Error(err)
					}
				})
			}
			wg.Wait()
			return nil
		})
		require.NoError(t, err)
		p.Close()
	})
}

// A function that has ended holds nothing, even if a goroutine of its still waits.
func TestAFunctionThatHasEndedHoldsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPool(t, &factory{}, pool.Config[int]{Max: 2})
		stranger := acquire(t, p)
		leave := make(chan struct{})
		outlived := make(chan error, 1)
		go func() {
			_ = p.Do(t.Context(), func(ctx context.Context, _ int) error {
				<-leave
				go func() { outlived <- p.Do(ctx, nothing) }()
				time.Sleep(time.Second)
				return nil
			})
		}()
		synctest.Wait()
		nested := make(chan error, 1)
		go func() { // it is the first to wait, and nests when it is served
			_ = p.Do(t.Context(), func(ctx context.Context, _ int) error {
				nested <- p.Do(ctx, nothing)
				return nil
			})
		}()
		synctest.Wait()
		close(leave)
		time.Sleep(time.Minute)
		require.Equal(t, 2, p.Stats().Waiting, "two ordinary waits")
		require.NoError(t, stranger.Release())
		require.NoError(t, <-outlived)
		require.NoError(t, <-nested)
		p.Close()
	})
}

// A context that is used after its function has ended says nothing.
func TestAnOldContextSaysNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPool(t, &factory{}, pool.Config[int]{Max: 1})
		var old context.Context
		require.NoError(t, p.Do(t.Context(), func(ctx context.Context, _ int) error { old = ctx; return nil }))
		stranger := acquire(t, p)
		time.AfterFunc(time.Second, func() { _ = stranger.Release() })
		require.NoError(t, p.Do(old, nothing))
		p.Close()
	})
}

// A function that no longer waits is no part of a later circle, however its wait ended.
func TestAWaitThatIsOverIsForgotten(t *testing.T) {
	for _, patience := range []time.Duration{time.Minute, time.Millisecond} {
		t.Run(patience.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newPool(t, &factory{}, pool.Config[int]{Max: 2})
				stranger := acquire(t, p)
				time.AfterFunc(time.Second, func() { _ = stranger.Release() })
				go func() {
					_ = p.Do(t.Context(), func(ctx context.Context, _ int) error {
						inner, cancel := context.WithTimeout(ctx, patience)
						defer cancel()
						_ = p.Do(inner, nothing) // served by the stranger, or left
						time.Sleep(time.Hour)
						return nil
					})
				}()
				time.Sleep(time.Minute)
				require.NoError(t, p.Do(t.Context(), func(ctx context.Context, _ int) error { return p.Do(ctx, nothing) }))
				p.Close()
			})
		})
	}
}

// Each pool asks for its own marks.
func TestTwoPoolsDoNotMixUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, q := newPool(t, &factory{}, pool.Config[int]{Max: 1}), newPool(t, &factory{}, pool.Config[int]{Max: 1})
		other := acquire(t, q)
		time.AfterFunc(time.Second, func() { _ = other.Release() })
		var deep error
		err := p.Do(t.Context(), func(ctx context.Context, _ int) error {
			return q.Do(ctx, func(ctx context.Context, _ int) error {
				deep = p.Do(ctx, nothing)
				return nil
			})
		})
		require.NoError(t, err)
		require.ErrorIs(t, deep, pool.ErrDeadlock)
		p.Close()
		q.Close()
	})
}

func TestAMarkedContextIsAContext(t *testing.T) {
	type key struct{}
	p := newPool(t, &factory{}, pool.Config[int]{Max: 1})
	cause := errors.New("cause")
	outer, cancel := context.WithCancelCause(context.WithValue(t.Context(), key{}, "value"))
	require.NoError(t, p.Do(outer, func(ctx context.Context, _ int) error {
		require.Equal(t, "value", ctx.Value(key{}))
		inner, end := context.WithCancel(ctx)
		defer end()
		cancel(cause)
		<-inner.Done()
		require.Equal(t, cause, context.Cause(inner))
		return nil
	}))
	p.Close()
}

func TestADeadlockThatAResizeMakesIsReported(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPool(t, &factory{}, pool.Config[int]{Max: 2})
		stranger := acquire(t, p)
		failed := make(chan error, 1)
		go func() {
			failed <- p.Do(t.Context(), func(ctx context.Context, _ int) error { return p.Do(ctx, nothing) })
		}()
		synctest.Wait()
		require.NoError(t, p.Resize(1))
		require.ErrorIs(t, <-failed, pool.ErrDeadlock)
		require.NoError(t, stranger.Release())
		requireStats(t, p, 1, 1, 0)
		p.Close()
	})
}
