package decorators_test

import (
	"context"
	"errors"
	"runtime"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/decorators"
)

// closing counts its Close calls.
type closing struct{ closed int }

func (c *closing) Close() error { c.closed++; return nil }

// byCall answers the n-th call as the n-th function does.
func byCall[Out any](calls ...func(context.Context) (Out, error)) decorators.Func[int, Out] {
	var n atomic.Int32
	return func(ctx context.Context, _ int) (Out, error) { return calls[n.Add(1)-1](ctx) }
}

// after returns out after d, or earlier if the context ends.
func after[Out any](d time.Duration, out Out, err error) func(context.Context) (Out, error) {
	return func(ctx context.Context) (Out, error) {
		select {
		case <-time.After(d):
			return out, err
		case <-ctx.Done():
			var none Out
			return none, context.Cause(ctx)
		}
	}
}

func TestHedge(t *testing.T) {
	second := errors.New("second")
	for _, row := range []struct {
		name          string
		first, second func(context.Context) (int, error)
		want          int
		errs          []error
		took          time.Duration
	}{
		{"in time", after(time.Second, 1, nil), nil, 1, nil, time.Second},
		{"fails before the hedge", after(time.Second, 0, errRefused), nil, 0, []error{errRefused}, time.Second},
		{"the second wins", after(time.Hour, 1, nil), after(time.Second, 2, nil), 2, nil, 3 * time.Second},
		{"the first wins", after(3*time.Second, 1, nil), after(time.Hour, 2, nil), 1, nil, 3 * time.Second},
		{"the first fails, the second wins", after(3*time.Second, 0, errRefused), after(time.Minute, 2, nil), 2, nil, 62 * time.Second},
		{"the second fails, the first wins", after(time.Minute, 1, nil), after(time.Second, 0, second), 1, nil, time.Minute},
		{"both fail", after(3*time.Second, 0, errRefused), after(3*time.Second, 0, second), 0, []error{errRefused, second}, 5 * time.Second},
	} {
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				begun := time.Now()
				got, err := decorators.Hedge(2*time.Second, byCall(row.first, row.second), nil)(t.Context(), 0)
				require.Equal(t, row.took, time.Since(begun))
				require.Equal(t, row.want, got)
				require.Equal(t, row.errs == nil, err == nil)
				for _, want := range row.errs {
					require.ErrorIs(t, err, want)
				}
			})
		})
	}
}

func TestHedgeJoinsAndClosesLosers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slow, fast := &closing{}, &closing{}
		ended := false
		careless := func(context.Context) (*closing, error) { // heeds no context
			time.Sleep(time.Minute)
			ended = true
			return slow, nil
		}
		begun := time.Now()
		got, err := decorators.Hedge(time.Second, byCall(careless, after(time.Second, fast, nil)), nil)(t.Context(), 0)
		require.NoError(t, err)
		require.Same(t, fast, got)
		require.True(t, ended, "the loser has been waited for")
		require.Equal(t, time.Minute, time.Since(begun))
		require.Equal(t, 1, slow.closed)
		require.Zero(t, fast.closed)

		var discarded []int
		f := byCall(func(context.Context) (int, error) { time.Sleep(3 * time.Second); return 1, nil },
			func(context.Context) (int, error) { time.Sleep(time.Minute); return 2, nil })
		n, err := decorators.Hedge(time.Second, f, func(n int) { discarded = append(discarded, n) })(t.Context(), 0)
		require.NoError(t, err)
		require.Equal(t, 1, n)
		require.Equal(t, []int{2}, discarded)
	})
}

func TestHedgePanicsAndGoexit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lost := &closing{}
		panicking := func(context.Context) (*closing, error) { time.Sleep(time.Second); panic(errRefused) }
		defer func() {
			p, ok := recover().(*decorators.PanicError)
			require.True(t, ok)
			require.ErrorIs(t, p, errRefused)
			require.Contains(t, string(p.Stack), "TestHedgePanicsAndGoexit")
			require.Equal(t, 1, lost.closed)

			var second *closing
			f := byCall(func(context.Context) (*closing, error) { time.Sleep(2 * time.Second); panic("first") },
				func(context.Context) (*closing, error) { second = &closing{}; return second, nil })
			require.PanicsWithValue(t, "first", func() { _, _ = decorators.Hedge(time.Second, f, nil)(t.Context(), 0) })
			require.Equal(t, 1, second.closed)

			for _, f := range []decorators.Func[int, int]{
				byCall(func(context.Context) (int, error) { runtime.Goexit(); return 1, nil }),
				byCall(func(context.Context) (int, error) { time.Sleep(time.Minute); return 1, nil },
					func(context.Context) (int, error) { runtime.Goexit(); return 1, nil }),
			} {
				done := make(chan bool)
				go func() {
					returned := false
					defer func() { done <- returned }()
					_, _ = decorators.Hedge(time.Second, f, nil)(t.Context(), 0)
					returned = true
				}()
				require.False(t, <-done)
			}
		}()
		_, _ = decorators.Hedge(time.Second, byCall(func(context.Context) (*closing, error) { time.Sleep(time.Minute); return lost, nil }, panicking), nil)(t.Context(), 0)
	})
	require.Panics(t, func() { decorators.Hedge[int, int](-1, untilDone, nil) })
}

func TestHedgePanicCancelsTheSecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		f := byCall(func(context.Context) (int, error) { time.Sleep(2 * time.Second); panic("first") }, after(time.Hour, 2, nil))
		require.PanicsWithValue(t, "first", func() { _, _ = decorators.Hedge(time.Second, f, nil)(t.Context(), 0) })
		require.Equal(t, 2*time.Second, time.Since(begun))
	})
}

func TestHedgeEndsWithTheCaller(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := decorators.Hedge(100*time.Millisecond, byCall(after(time.Hour, 1, nil), after(time.Hour, 2, nil)), nil)(ctx, 0)
		require.ErrorIs(t, err, context.DeadlineExceeded)
	})
}
