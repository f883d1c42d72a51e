package concurrency_test

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
	"pgregory.net/rapid"

	"github.com/goconcepts/cookbook/concurrency"
)

var (
	errBoom  = errors.New("boom")
	errCause = errors.New("the cause")
)

// widths are those at which every promise is tried.
var widths = []int{1, 2, 3, 8, 100}

func width(w int) *concurrency.Options { return &concurrency.Options{Width: w} }

// recovered runs f and returns the panic that reached its caller, nil if none did.
func recovered(f func()) (v any) {
	defer func() { v = recover() }()
	f()
	return nil
}

// ends runs f in a goroutine of its own and reports how it ended.
func ends(f func()) (how string) {
	how = "goexit"
	var wg sync.WaitGroup
	wg.Go(func() {
		defer func() {
			if recover() != nil {
				how = "panic"
			}
		}()
		f()
		how = "return"
	})
	wg.Wait()
	return how
}

func TestMapKeepsTheLoopsPromises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 2000).Draw(t, "n")
		opts := width(rapid.IntRange(0, 12).Draw(t, "width"))
		bad := map[int]bool{}
		for _, i := range rapid.SliceOfN(rapid.IntRange(0, 2100), 0, 4).Draw(t, "bad") {
			bad[i] = true
		}
		f := func(_ context.Context, i int) (int, error) {
			if bad[i] {
				return -1, errBoom
			}
			return i * i, nil
		}
		var want []int
		at := -1
		for i := range n {
			v, err := f(t.Context(), i)
			if err != nil {
				at = i
				break
			}
			want = append(want, v)
		}
		got, err := concurrency.MapErr(t.Context(), numbers(n), f, opts)
		require.Equal(t, append([]int{}, want...), append([]int{}, got...))
		if at < 0 {
			require.NoError(t, err)
		} else {
			item, ok := errors.AsType[*concurrency.ItemError](err)
			require.True(t, ok)
			require.Equal(t, at, item.Index)
			require.ErrorIs(t, err, errBoom)
		}
		out := concurrency.Map(numbers(n), func(i int) int { return i + 1 }, opts)
		require.Len(t, out, n)
		for i, v := range out {
			require.Equal(t, i+1, v)
		}
	})
}

func TestMapRunsEachItemOnce(t *testing.T) {
	for _, w := range widths {
		for _, n := range []int{0, 1, 2, 3, 17, 1000, 20_000} {
			calls := make([]atomic.Int32, n)
			concurrency.Each(numbers(n), func(i int) { calls[i].Add(1) }, width(w))
			for i := range calls {
				require.EqualValues(t, 1, calls[i].Load(), "item %d of %d at width %d", i, n, w)
			}
		}
	}
}

func TestMapRaisesTheFirstPanic(t *testing.T) {
	for _, w := range widths {
		v := recovered(func() {
			concurrency.Map(numbers(1000), func(i int) int {
				if i == 400 || i == 7 || i > 990 {
					panic(errBoom)
				}
				return i
			}, width(w))
		})
		p, ok := v.(*concurrency.PanicError)
		require.True(t, ok, "%v", v)
		require.Equal(t, 7, p.Index, "width %d", w)
		require.ErrorIs(t, p, errBoom)
		require.Contains(t, string(p.Stack), "TestMapRaisesTheFirstPanic")
		require.Contains(t, p.Error(), "item 7 panicked: boom")
	}
}

func TestMapFollowsGoexit(t *testing.T) {
	for _, w := range widths {
		for _, at := range []int{0, 1, 500, 999} {
			how := ends(func() {
				concurrency.Each(numbers(1000), func(i int) {
					if i == at {
						runtime.Goexit()
					}
				}, width(w))
			})
			require.Equal(t, "goexit", how, "item %d at width %d", at, w)
		}
	}
}

func TestMapErrTurnsGoexitIntoAnError(t *testing.T) {
	for _, w := range widths {
		for _, fast := range []bool{false, true} {
			values, err := concurrency.MapErr(t.Context(), numbers(100), func(_ context.Context, i int) (int, error) {
				if i == 50 {
					runtime.Goexit()
				}
				return i, nil
			}, &concurrency.Options{Width: w, FailFast: fast})
			require.ErrorIs(t, err, concurrency.ErrGoexit)
			if !fast {
				require.Len(t, values, 50)
			}
		}
	}
}

func TestMapErrPanics(t *testing.T) {
	for _, w := range widths {
		v := recovered(func() {
			_, _ = concurrency.MapErr(t.Context(), numbers(100), func(_ context.Context, i int) (int, error) {
				if i >= 20 {
					panic("bug")
				}
				return i, nil
			}, width(w))
		})
		p, ok := v.(*concurrency.PanicError)
		require.True(t, ok)
		require.Equal(t, 20, p.Index)
	}
}

func TestMapErrKeepsAPanicBehindTheFirstError(t *testing.T) {
	var both sync.WaitGroup
	both.Add(2)
	_, err := concurrency.MapErr(t.Context(), numbers(2), func(_ context.Context, i int) (int, error) {
		both.Done()
		both.Wait()
		if i == 1 {
			panic("bug")
		}
		return 0, errBoom
	}, width(2))
	item, ok := errors.AsType[*concurrency.ItemError](err)
	require.True(t, ok)
	require.Zero(t, item.Index)
	p, ok := errors.AsType[*concurrency.PanicError](err)
	require.True(t, ok)
	require.Equal(t, "bug", p.Value)
}

func TestCancelledContextRunsNothing(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errCause)
	never := func(context.Context, int) (int, error) { panic("ran") }
	task := func(context.Context) (int, error) { panic("ran") }
	values, err := concurrency.MapErr(ctx, numbers(10), never, nil)
	require.Empty(t, values)
	require.ErrorIs(t, err, context.Canceled)
	require.ErrorIs(t, err, errCause)
	err = concurrency.EachErr(ctx, numbers(10), func(context.Context, int) error { panic("ran") }, nil)
	require.ErrorIs(t, err, errCause)
	_, err = concurrency.Gather(ctx, task, task)
	require.ErrorIs(t, err, errCause)
	_, err = concurrency.GatherAll(ctx, task, task)
	require.ErrorIs(t, err, errCause)
	_, err = concurrency.First(ctx, task, task)
	require.ErrorIs(t, err, errCause)
}

func TestCancelStopsAndKeepsTheCause(t *testing.T) {
	for _, w := range widths {
		for _, fast := range []bool{false, true} {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancelCause(t.Context())
				ran := atomic.Int64{}
				values, err := concurrency.MapErr(ctx, numbers(10_000), func(ctx context.Context, i int) (int, error) {
					ran.Add(1)
					if i == 30 {
						cancel(errCause)
						synctest.Wait() // what watches the context has seen its end
						return 0, ctx.Err()
					}
					if i > 30 {
						<-ctx.Done()
					}
					return i, nil
				}, &concurrency.Options{Width: w, FailFast: fast})
				require.ErrorIs(t, err, errCause)
				require.ErrorIs(t, err, context.Canceled)
				require.LessOrEqual(t, ran.Load(), int64(31+16*w))
				item, ok := errors.AsType[*concurrency.ItemError](err)
				require.True(t, ok)
				if !fast {
					require.Len(t, values, item.Index)
				}
				for i, v := range values {
					require.Equal(t, i, v)
				}
			})
		}
	}
}

func TestCancelIsExactAtWidthOne(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	ran := 0
	values, err := concurrency.MapErr(ctx, numbers(1000), func(context.Context, int) (int, error) {
		if ran++; ran == 7 {
			cancel(errCause)
		}
		return 0, nil
	}, width(1))
	require.ErrorIs(t, err, errCause)
	require.Len(t, values, 7)
	require.Equal(t, 7, ran)
}

func TestFailFastIsNotMaskedByItsEcho(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		values, err := concurrency.MapErr(t.Context(), numbers(100), func(ctx context.Context, i int) (int, error) {
			if i == 7 {
				time.Sleep(time.Second)
				return 0, errBoom
			}
			<-ctx.Done() // the echo comes from lower indices too
			require.ErrorIs(t, context.Cause(ctx), errBoom)
			return 0, ctx.Err()
		}, &concurrency.Options{Width: 10, FailFast: true})
		require.Nil(t, values)
		require.ErrorIs(t, err, errBoom)
		require.NotErrorIs(t, err, context.Canceled)
		require.Equal(t, time.Second, time.Since(began))
	})
}

func TestItemsThatWaitForEachOther(t *testing.T) {
	for _, w := range []int{1, 2, 4, 16, 80} {
		synctest.Test(t, func(t *testing.T) {
			for _, n := range []int{w, 100 * w} { // also the last ones of many
				var met sync.WaitGroup
				met.Add(w)
				concurrency.Each(numbers(n), func(i int) {
					if i >= n-w {
						met.Done()
						met.Wait()
					}
				}, width(w))
			}
		})
	}
}

// No worker rests while an item waits: then the last of n items of equal length
// ends after ceil(n/W) of them, and any list in at most sum/W + the longest (Graham 1966).
func TestNoWorkerRestsWhileAnItemWaits(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		lengths := rapid.SliceOfN(rapid.IntRange(0, 50), 1, 300).Draw(rt, "seconds")
		w := rapid.IntRange(1, 9).Draw(rt, "width")
		sum, longest := 0, 0
		for _, s := range lengths {
			sum, longest = sum+s, max(longest, s)
		}
		synctest.Test(t, func(t *testing.T) {
			began := time.Now()
			concurrency.Each(lengths, func(s int) { time.Sleep(time.Duration(s) * time.Second) }, width(w))
			took := time.Since(began).Seconds()
			require.LessOrEqual(t, took, float64(sum)/float64(w)+float64(longest)*float64(w-1)/float64(w)+1e-6)
		})
	})
}

func TestWidth(t *testing.T) {
	most := func(opts *concurrency.Options) int64 {
		var now, top atomic.Int64
		synctest.Test(t, func(*testing.T) {
			concurrency.Each(numbers(200), func(int) {
				if n := now.Add(1); n > top.Load() {
					top.Store(n)
				}
				time.Sleep(time.Second)
				now.Add(-1)
			}, opts)
		})
		return top.Load()
	}
	require.EqualValues(t, runtime.GOMAXPROCS(0), most(nil))
	require.EqualValues(t, runtime.GOMAXPROCS(0), most(width(0)))
	require.EqualValues(t, 5, most(width(5)))
	require.EqualValues(t, 100, most(width(100)))

	_, err := concurrency.MapErr(t.Context(), numbers(1), func(context.Context, int) (int, error) { return 0, nil }, width(-1))
	require.ErrorContains(t, err, "Width is -1")
	require.Panics(t, func() { concurrency.Map(numbers(1), func(int) int { return 0 }, width(-1)) })
}

func TestMapAllocatesNothingForAnItem(t *testing.T) {
	few, many := numbers(100), numbers(10_000)
	count := func(items []int) float64 {
		return testing.AllocsPerRun(20, func() {
			_, _ = concurrency.MapErr(t.Context(), items, func(_ context.Context, i int) (int, error) { return i, nil }, width(4))
			concurrency.Map(items, func(i int) int { return i }, width(4))
		})
	}
	require.InDelta(t, count(few), count(many), 4)
}
