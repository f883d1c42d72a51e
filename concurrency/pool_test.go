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

	"github.com/goconcepts/cookbook/concurrency"
)

func newPool(tb testing.TB, c concurrency.PoolConfig) *concurrency.Pool {
	tb.Helper()
	p, err := concurrency.NewPool(c)
	require.NoError(tb, err)
	return p
}

func TestPoolRunsEachTaskOnce(t *testing.T) {
	for _, w := range []int{1, 2, 8} {
		for _, queue := range []int{1, 2, 100} {
			p := newPool(t, concurrency.PoolConfig{Workers: w, Queue: queue})
			ran := make([]atomic.Int32, 4000)
			var producers sync.WaitGroup
			for k := range 4 {
				producers.Go(func() {
					for i := k * 1000; i < (k+1)*1000; i++ {
						if p.Submit(t.Context(), func() { ran[i].Add(1) }) != nil {
							t.Error("refused")
						}
					}
				})
			}
			producers.Wait()
			require.NoError(t, p.Close())
			for i := range ran {
				require.EqualValues(t, 1, ran[i].Load())
			}
			require.ErrorIs(t, p.Submit(t.Context(), func() {}), concurrency.ErrClosed)
			require.False(t, p.TrySubmit(func() {}))
			require.ErrorIs(t, p.Group(t.Context()).Go(func(context.Context) error { return nil }), concurrency.ErrClosed)
			require.NoError(t, p.Close())
		}
	}
}

func TestPoolIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPool(t, concurrency.PoolConfig{Workers: 3, Queue: 4})
		var now, most atomic.Int64
		task := func() {
			if n := now.Add(1); n > most.Load() {
				most.Store(n)
			}
			time.Sleep(time.Second)
			now.Add(-1)
		}
		began := time.Now()
		for range 3 {
			require.True(t, p.TrySubmit(task))
		}
		synctest.Wait() // the workers have taken them
		for range 4 {
			require.True(t, p.TrySubmit(task))
		}
		require.False(t, p.TrySubmit(task), "the queue is full")
		require.Zero(t, time.Since(began))
		require.NoError(t, p.Submit(t.Context(), task)) // back-pressure
		require.Equal(t, time.Second, time.Since(began))

		synctest.Wait()
		for p.TrySubmit(task) {
		}
		ctx, cancel := context.WithTimeoutCause(t.Context(), time.Millisecond, errCause)
		defer cancel()
		require.ErrorIs(t, p.Submit(ctx, task), errCause)
		require.ErrorIs(t, p.Submit(ctx, task), context.DeadlineExceeded)
		require.NoError(t, p.Close())
		require.EqualValues(t, 3, most.Load())
		require.Zero(t, now.Load())
	})
}

func TestPoolWakesAllWhoAreNeeded(t *testing.T) {
	for _, w := range []int{2, 4, 16} {
		synctest.Test(t, func(t *testing.T) {
			p := newPool(t, concurrency.PoolConfig{Workers: w})
			synctest.Wait() // all workers park
			var met sync.WaitGroup
			met.Add(w)
			for range w {
				require.NoError(t, p.Submit(t.Context(), func() { met.Done(); met.Wait() }))
			}
			met.Wait()
			require.NoError(t, p.Close())
		})
	}
}

func TestPoolCloseWakesThoseWhoWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPool(t, concurrency.PoolConfig{Workers: 1, Queue: 2})
		for range 3 {
			require.NoError(t, p.Submit(t.Context(), func() { time.Sleep(time.Hour) }))
			synctest.Wait()
		}
		var refused atomic.Int64
		for range 5 {
			go func() {
				if errors.Is(p.Submit(t.Context(), func() {}), concurrency.ErrClosed) {
					refused.Add(1)
				}
			}()
		}
		synctest.Wait()
		go func() { _ = p.Close() }()
		synctest.Wait()
		require.EqualValues(t, 5, refused.Load())
		require.NoError(t, p.Close())
	})
}

func TestPoolSurvivesPanics(t *testing.T) {
	var seen atomic.Int64
	p := newPool(t, concurrency.PoolConfig{Workers: 2, OnPanic: func(*concurrency.PanicError) { seen.Add(1) }})
	ran := atomic.Int64{}
	for range 1000 {
		require.NoError(t, p.Submit(t.Context(), func() { panic(errBoom) }))
		require.NoError(t, p.Submit(t.Context(), func() { runtime.Goexit() }))
		require.NoError(t, p.Submit(t.Context(), func() { ran.Add(1) }))
	}
	err := p.Close()
	require.EqualValues(t, 1000, ran.Load())
	require.EqualValues(t, 1000, seen.Load())
	require.ErrorContains(t, err, "2000 tasks failed")
}

func TestPoolGroup(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPool(t, concurrency.PoolConfig{Workers: 2, Queue: 100})
		sleep := func(context.Context) error { time.Sleep(time.Second); return nil }

		g := p.Group(t.Context())
		began := time.Now()
		for range 10 {
			require.NoError(t, g.Go(sleep))
		}
		require.NoError(t, g.Wait())
		require.Equal(t, 5*time.Second, time.Since(began))
		require.NoError(t, g.Wait())
		require.ErrorIs(t, g.Go(sleep), concurrency.ErrClosed)

		// A failure cancels the running and drops the queued, of this group only.
		g, other := p.Group(t.Context()), p.Group(t.Context())
		ran, others := atomic.Int64{}, atomic.Int64{}
		require.NoError(t, g.Go(func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }))
		require.NoError(t, g.Go(func(context.Context) error { time.Sleep(time.Second); return errBoom }))
		for range 10 {
			require.NoError(t, g.Go(func(context.Context) error { ran.Add(1); return nil }))
			require.NoError(t, other.Go(func(context.Context) error { others.Add(1); return nil }))
		}
		err := g.Wait()
		item, ok := errors.AsType[*concurrency.ItemError](err)
		require.True(t, ok)
		require.Equal(t, 1, item.Index)
		require.ErrorIs(t, err, errBoom)
		require.NotErrorIs(t, err, context.Canceled)
		require.NoError(t, other.Wait())
		require.Zero(t, ran.Load())
		require.EqualValues(t, 10, others.Load())

		// The context's end drops what is queued, and its cause is kept.
		ctx, cancel := context.WithCancelCause(t.Context())
		g = p.Group(ctx)
		for range 10 {
			require.NoError(t, g.Go(func(context.Context) error { ran.Add(1); time.Sleep(time.Second); return nil }))
		}
		synctest.Wait()
		cancel(errCause)
		require.ErrorIs(t, g.Wait(), errCause)
		require.EqualValues(t, 2, ran.Load())

		// A panic and a Goexit reach the joiner; the pool goes on.
		g = p.Group(t.Context())
		require.NoError(t, g.Go(func(context.Context) error { panic("bug") }))
		pe, ok := recovered(func() { _ = g.Wait() }).(*concurrency.PanicError)
		require.True(t, ok)
		require.Equal(t, "bug", pe.Value)
		g = p.Group(t.Context())
		require.NoError(t, g.Go(func(context.Context) error { runtime.Goexit(); return nil }))
		require.ErrorIs(t, g.Wait(), concurrency.ErrGoexit)
		require.NoError(t, p.Close())
	})
}

func TestPoolNests(t *testing.T) {
	for _, w := range []int{1, 2, 3} {
		for _, queue := range []int{2, 64} {
			p := newPool(t, concurrency.PoolConfig{Workers: w, Queue: queue})
			var leaves, now, most atomic.Int64
			var tree func(ctx context.Context, depth int) error
			tree = func(ctx context.Context, depth int) error {
				if depth == 0 {
					if n := now.Add(1); n > most.Load() {
						most.Store(n)
					}
					runtime.Gosched()
					now.Add(-1)
					leaves.Add(1)
					return nil
				}
				g := p.Group(ctx)
				for range 3 {
					if err := g.Go(func(ctx context.Context) error { return tree(ctx, depth-1) }); err != nil {
						return err
					}
				}
				return g.Wait()
			}
			require.NoError(t, tree(t.Context(), 5))
			require.EqualValues(t, 243, leaves.Load())
			require.LessOrEqual(t, most.Load(), int64(w))
			require.NoError(t, p.Close())
		}
	}
}

func TestPoolRejects(t *testing.T) {
	_, err := concurrency.NewPool(concurrency.PoolConfig{Workers: -1})
	require.ErrorContains(t, err, "Workers is -1")
	_, err = concurrency.NewPool(concurrency.PoolConfig{Queue: -1})
	require.ErrorContains(t, err, "Queue is -1")
}

func TestPoolAllocatesNothing(t *testing.T) {
	p := newPool(t, concurrency.PoolConfig{Workers: 2})
	defer p.Close()
	ctx := t.Context()
	f := func() {}
	require.InDelta(t, 0, testing.AllocsPerRun(1000, func() { _ = p.Submit(ctx, f) }), 0.1)
}

func BenchmarkPool(b *testing.B) {
	for _, producers := range []int{1, 4} {
		b.Run(map[int]string{1: "one", 4: "four"}[producers], func(b *testing.B) {
			p := newPool(b, concurrency.PoolConfig{})
			b.ReportAllocs()
			var all sync.WaitGroup
			n := b.N / producers
			for range producers {
				all.Go(func() {
					for range n {
						_ = p.Submit(context.Background(), func() {})
					}
				})
			}
			all.Wait()
			_ = p.Close()
		})
	}
}
