package decorators_test

import (
	"context"
	"errors"
	"math"
	"net"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/decorators"
)

// untilDone waits for its context.
func untilDone(ctx context.Context, _ int) (int, error) {
	<-ctx.Done()
	return 0, ctx.Err()
}

func TestTimeoutSaysWhichLayer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, row := range []struct {
			inner, outer time.Duration
			want         []time.Duration
		}{
			{time.Second, time.Minute, []time.Duration{time.Second}},
			{time.Minute, time.Second, []time.Duration{time.Second}},
		} {
			begun := time.Now()
			f := decorators.Name("load", decorators.Timeout(row.outer, decorators.Timeout(row.inner, untilDone)))
			_, err := f(t.Context(), 0)
			require.Equal(t, time.Second, time.Since(begun))
			require.ErrorIs(t, err, context.DeadlineExceeded)
			late, ok := errors.AsType[*decorators.TimeoutError](err)
			require.True(t, ok)
			require.Equal(t, time.Second, late.After)
			require.Equal(t, "load", late.Name)
			require.EqualError(t, err, "decorators: timeout load: after 1s: context deadline exceeded")
			timeout, ok := errors.AsType[net.Error](netTimeout{late})
			require.True(t, ok)
			require.True(t, timeout.Timeout())
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := decorators.Timeout(time.Minute, untilDone)(ctx, 0)
		require.Equal(t, context.DeadlineExceeded, err, "the caller's own deadline is not this layer's")
	})
}

// netTimeout completes a net.Error, which still asks for Temporary.
type netTimeout struct{ *decorators.TimeoutError }

func (netTimeout) Temporary() bool { return false }

func TestTimeoutContext(t *testing.T) {
	type key struct{}
	synctest.Test(t, func(t *testing.T) {
		parent, cancelParent := context.WithCancelCause(context.WithValue(t.Context(), key{}, "value"))
		var kept context.Context
		_, err := decorators.Timeout(time.Second, func(ctx context.Context, _ int) (int, error) {
			kept = ctx
			require.Equal(t, "value", ctx.Value(key{}))
			deadline, ok := ctx.Deadline()
			require.True(t, ok)
			require.Equal(t, time.Second, time.Until(deadline))
			require.NoError(t, ctx.Err())
			require.NoError(t, context.Cause(ctx))
			time.Sleep(2 * time.Second) // Err looks at the clock: nobody has asked for Done
			require.ErrorIs(t, ctx.Err(), context.DeadlineExceeded)
			_, ok = errors.AsType[*decorators.TimeoutError](context.Cause(ctx))
			require.True(t, ok)
			return 7, nil
		})(parent, 0)
		require.NoError(t, err, "a success that comes late stays a success")
		require.Error(t, kept.Err())

		_, err = decorators.Timeout(time.Second, func(ctx context.Context, _ int) (int, error) { kept = ctx; return 1, nil })(parent, 0)
		require.NoError(t, err)
		require.ErrorIs(t, kept.Err(), context.Canceled, "the call is over")
		<-kept.Done()

		why := errors.New("why")
		_, err = decorators.Timeout(time.Minute, func(ctx context.Context, _ int) (int, error) {
			child, cancel := context.WithCancel(ctx) // joins by package context's own value, without a goroutine
			defer cancel()
			cancelParent(why)
			<-child.Done()
			require.Equal(t, why, context.Cause(child))
			require.Equal(t, "value", ctx.Value(key{}))
			return 0, ctx.Err()
		})(parent, 0)
		require.Equal(t, context.Canceled, err)
		_, err = decorators.Timeout(time.Minute, func(ctx context.Context, _ int) (int, error) {
			require.Equal(t, context.Canceled, ctx.Err())
			require.Equal(t, why, context.Cause(ctx))
			return 0, ctx.Err()
		})(parent, 0)
		require.Equal(t, context.Canceled, err)
	})
}

func TestTimeoutDeadlineIsTheEarlier(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, outer := range []time.Duration{time.Second, time.Hour} {
			ctx, cancel := context.WithTimeout(t.Context(), outer)
			defer cancel()
			_, err := decorators.Timeout(time.Minute, func(ctx context.Context, _ int) (int, error) {
				deadline, ok := ctx.Deadline()
				require.True(t, ok)
				require.Equal(t, min(outer, time.Minute), time.Until(deadline))
				return 0, nil
			})(ctx, 0)
			require.NoError(t, err)
		}
	})
}

func TestTimeoutStartsNoGoroutine(t *testing.T) {
	before := runtime.NumGoroutine()
	_, err := decorators.Timeout(time.Hour, func(ctx context.Context, _ int) (int, error) {
		child, cancel := context.WithTimeout(ctx, time.Minute)
		defer cancel()
		require.NoError(t, child.Err())
		require.LessOrEqual(t, runtime.NumGoroutine(), before)
		return 1, nil
	})(t.Context(), 0)
	require.NoError(t, err)
}

// A call that nobody heeds must end its context in every way of leaving.
func TestTimeoutEndsAfterPanic(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var kept context.Context
		f := decorators.Timeout(time.Hour, func(ctx context.Context, _ int) (int, error) { kept = ctx; _ = ctx.Done(); panic("boom") })
		require.PanicsWithValue(t, "boom", func() { _, _ = f(t.Context(), 0) })
		<-kept.Done()
		require.ErrorIs(t, kept.Err(), context.Canceled)
	})
	require.Panics(t, func() { decorators.Timeout(0, untilDone) })
	require.Panics(t, func() { decorators.Timeout[int, int](time.Second, nil) })
}

func TestTimeoutErrorThatIsNotOurs(t *testing.T) {
	_, err := decorators.Timeout(time.Hour, func(context.Context, int) (int, error) { return 0, errRefused })(t.Context(), 0)
	require.Equal(t, errRefused, err)
}

func TestTimeoutAllocatesOnce(t *testing.T) {
	f := decorators.Timeout(time.Hour, func(_ context.Context, n int) (int, error) { return n, nil })
	ctx := t.Context()
	require.LessOrEqual(t, testing.AllocsPerRun(100, func() { _, _ = f(ctx, 1) }), 1.0)
}

// The longest bound is no bound in practice, and not one that has passed.
func TestTimeoutLongest(t *testing.T) {
	f := decorators.Timeout(math.MaxInt64, func(ctx context.Context, ask bool) (int, error) {
		if ask {
			deadline, ok := ctx.Deadline()
			require.True(t, ok)
			require.Greater(t, time.Until(deadline), 100*365*24*time.Hour)
			require.NoError(t, ctx.Err())
		}
		return 0, errRefused
	})
	check := func(t *testing.T) {
		for _, ask := range []bool{true, false} {
			_, err := f(t.Context(), ask)
			require.Equal(t, errRefused, err)
		}
	}
	check(t)
	synctest.Test(t, check)
}

// Whoever asks a context that is over, and at what moment, finds it cancelled in the end.
func TestTimeoutAskedWhileItEnds(t *testing.T) {
	for range 200 {
		asked := make(chan error)
		f := decorators.Timeout(time.Hour, func(ctx context.Context, n int) (int, error) {
			go func() {
				<-ctx.Done()
				asked <- ctx.Err()
			}()
			return n, nil
		})
		_, err := f(t.Context(), 1)
		require.NoError(t, err)
		require.Equal(t, context.Canceled, <-asked)
	}
}

// A layer made outside of a test's bubble has its full time inside.
func TestTimeoutMadeElsewhere(t *testing.T) {
	f := decorators.Timeout(time.Minute, untilDone)
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		_, err := f(t.Context(), 0)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.Equal(t, time.Minute, time.Since(begun))
	})
}
