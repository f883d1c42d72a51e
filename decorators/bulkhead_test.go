package decorators_test

import (
	"context"
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/decorators"
)

func bulkhead(t testing.TB, limit, queue int) *decorators.Bulkhead {
	t.Helper()
	b, err := decorators.NewBulkhead(decorators.BulkheadConfig{Limit: limit, Queue: queue})
	require.NoError(t, err)
	return b
}

func TestBulkheadConfigErrors(t *testing.T) {
	_, err := decorators.NewBulkhead(decorators.BulkheadConfig{})
	require.EqualError(t, err, "decorators: BulkheadConfig.Limit is 0, want 1 to 2147483647")
	_, err = decorators.NewBulkhead(decorators.BulkheadConfig{Limit: 1, Queue: -1})
	require.EqualError(t, err, "decorators: BulkheadConfig.Queue is -1, want 0 to 2147483647")
}

func TestBulkheadQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		call := guarded(bulkhead(t, 1, 4))
		var mu sync.Mutex
		var order []int
		var group sync.WaitGroup
		for i := range 5 {
			group.Go(func() {
				_, err := call(t.Context(), func() error {
					mu.Lock()
					order = append(order, i)
					mu.Unlock()
					time.Sleep(time.Second)
					return nil
				})
				require.NoError(t, err)
			})
			synctest.Wait()
		}
		_, err := call(t.Context(), nil)
		require.ErrorIs(t, err, decorators.ErrFull)
		require.EqualError(t, err, "decorators: refused: no place free")
		begun := time.Now()
		group.Wait()
		require.Equal(t, []int{0, 1, 2, 3, 4}, order, "first come first served")
		require.Equal(t, 5*time.Second, time.Since(begun))
	})
}

func TestBulkheadWaiterWhoseContextEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := bulkhead(t, 1, 1)
		call := guarded(b)
		_, err := b.Enter(t.Context())
		require.NoError(t, err)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err = call(ctx, nil)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		done := make(chan error)
		go func() { // the place in the queue is free again
			_, err := call(t.Context(), nil)
			done <- err
		}()
		synctest.Wait()
		b.Leave(t.Context(), 0, nil)
		require.NoError(t, <-done)
	})
}

// A waiter whose context ends at the very moment at which the place becomes its
// own either has it or hands it on.
func TestBulkheadGrantAndCancelAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := bulkhead(t, 1, 1)
		call := guarded(b)
		for range 200 {
			_, err := b.Enter(t.Context())
			require.NoError(t, err)
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			done := make(chan struct{})
			go func() {
				defer close(done)
				_, _ = call(ctx, nil)
			}()
			time.Sleep(time.Second)
			b.Leave(t.Context(), 0, nil)
			<-done
			cancel()
			_, err = call(t.Context(), nil)
			require.NoError(t, err)
		}
	})
}

func TestBulkheadLosesNoPlace(t *testing.T) {
	call := guarded(bulkhead(t, 2, 0))
	for range 10 {
		require.Panics(t, func() { _, _ = call(t.Context(), func() error { panic("boom") }) })
		done := make(chan struct{})
		go func() {
			defer close(done)
			_, _ = call(t.Context(), func() error { runtime.Goexit(); return nil })
		}()
		<-done
	}
	_, err := call(t.Context(), func() error {
		_, err := call(t.Context(), nil) // both places are free
		return err
	})
	require.NoError(t, err)
}

func TestBulkheadInParallel(t *testing.T) {
	const limit = 3
	b := bulkhead(t, limit, 1000)
	call := guarded(b)
	var inside, most, done atomic.Int32
	var group sync.WaitGroup
	for g := range 16 {
		group.Go(func() {
			random := rand.New(rand.NewPCG(1, uint64(g)))
			for range 500 {
				ctx, cancel := context.WithCancel(t.Context())
				if random.IntN(4) == 0 {
					go cancel()
				}
				_, _ = call(ctx, func() error {
					n := inside.Add(1)
					for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
					}
					runtime.Gosched()
					inside.Add(-1)
					done.Add(1)
					return nil
				})
				cancel()
			}
		})
	}
	group.Wait()
	require.LessOrEqual(t, most.Load(), int32(limit))
	require.Positive(t, done.Load())
	for range limit { // no place was lost, none was made
		_, err := b.Enter(t.Context())
		require.NoError(t, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := b.Enter(ctx)
	require.ErrorIs(t, err, context.Canceled)
}
