package pool_test

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/internal/outcome"
	"github.com/goconcepts/cookbook/patterns/pool"
)

const hour = time.Hour

func noCheck(context.Context, int) error { return nil }

func TestLifetimeAndIdleTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &factory{}
		p := newPool(t, f, pool.Config[int]{Max: 1, MaxLifetime: time.Hour, MaxIdle: time.Minute})
		require.Equal(t, 1, use(t, p))
		time.Sleep(time.Minute - 1)
		require.Equal(t, 1, use(t, p))
		time.Sleep(time.Minute)
		require.Equal(t, 2, use(t, p), "idle for too long")
		for range 61 { // in use all the time, and still it ends
			time.Sleep(59 * time.Second)
			use(t, p)
		}
		time.Sleep(59 * time.Second)
		require.Equal(t, 3, use(t, p), "a hot one is not used beyond its lifetime")
		require.Equal(t, []int{1, 2}, f.closed)
		p.Close()
	})
}

// Under a queue that never empties a resource goes from hand to hand and is never idle.
func TestLifetimeHoldsInAQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &factory{}
		p := newPool(t, f, pool.Config[int]{Max: 1, MaxLifetime: time.Minute})
		for range 10 {
			go func() {
				for range 60 {
					_ = p.Do(t.Context(), func(context.Context, int) error { time.Sleep(time.Second); return nil })
				}
			}()
		}
		time.Sleep(10*time.Minute - time.Second/2)
		synctest.Wait()
		require.Equal(t, 10, f.opened)
		require.Len(t, f.closed, 9)
		time.Sleep(time.Hour)
		p.Close()
	})
}

func TestJitterSpreadsTheEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const n = 50
		f := &factory{}
		p := newPool(t, f, pool.Config[int]{Max: n, MinIdle: n, MaxLifetime: time.Hour, LifetimeJitter: 10 * time.Minute})
		require.NoError(t, p.Prefill(t.Context()))
		time.Sleep(50*time.Minute - time.Second)
		require.Zero(t, p.Evict(), "none ends before 50 minutes")
		var ends []int
		for range 10 {
			time.Sleep(time.Minute)
			n := p.Evict()
			synctest.Wait()
			ends = append(ends, n)
		}
		time.Sleep(time.Second)
		ends = append(ends, p.Evict())
		total := 0
		for _, n := range ends {
			total += n
		}
		require.Equal(t, n, total, "all have ended after an hour")
		require.Less(t, slices.Max(ends), n/2, "%v", ends)
		require.NoError(t, p.Shutdown(t.Context()))
	})
}

func TestEvictClosesWhatNobodyUses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &factory{}
		p := newPool(t, f, pool.Config[int]{Max: 3, MaxIdle: time.Minute})
		a, b := acquire(t, p), acquire(t, p)
		require.NoError(t, a.Release())
		time.Sleep(time.Minute)
		require.NoError(t, b.Release())
		require.Equal(t, 1, p.Evict())
		require.Equal(t, []int{1}, f.closed)
		require.Zero(t, p.Evict())
		requireStats(t, p, 1, 1, 0)
		require.Equal(t, 2, use(t, p))
		p.Close()
	})
}

func TestEvictKeepsMinIdleReady(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &factory{}
		p := newPool(t, f, pool.Config[int]{Max: 3, MinIdle: 2, MaxIdle: time.Minute})
		require.NoError(t, p.Prefill(t.Context()))
		time.Sleep(time.Minute)
		require.Equal(t, 2, p.Evict())
		synctest.Wait()
		require.Equal(t, []int{1, 2}, f.closed)
		requireStats(t, p, 2, 2, 0)
		require.EqualValues(t, 4, p.Stats().Opened)
		p.Close()
	})
}

func TestAnUnsoundResourceIsNotHandedOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &factory{}
		var checked []int
		bad := 1
		p := newPool(t, f, pool.Config[int]{Max: 2, CheckAfter: time.Minute, Check: func(_ context.Context, id int) error {
			checked = append(checked, id)
			if id == bad {
				return errBusiness
			}
			return nil
		}})
		a, b := acquire(t, p), acquire(t, p)
		require.NoError(t, a.Release())
		require.NoError(t, b.Release())
		require.Equal(t, 1, use(t, p), "not idle for long")
		require.Empty(t, checked)
		time.Sleep(time.Minute)
		require.Equal(t, 2, use(t, p), "the other one is sound")
		require.Equal(t, []int{1, 2}, checked)
		require.Equal(t, []int{1}, f.closed)
		bad = 2
		time.Sleep(time.Minute)
		require.Equal(t, 3, use(t, p), "a new one")
		requireStats(t, p, 1, 1, 0)
		p.Close()
	})
}

// One that goes from hand to hand is checked too when CheckAfter is 0.
func TestCheckWithoutCheckAfterIsAskedEachTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := 0
		p := newPool(t, &factory{}, pool.Config[int]{Max: 1, Check: func(context.Context, int) error { n++; return nil }})
		first := acquire(t, p)
		go use(t, p)
		synctest.Wait()
		require.NoError(t, first.Release())
		synctest.Wait()
		use(t, p)
		require.Equal(t, 2, n, "a new one is not checked, the next two are")
		p.Close()
	})
}

func TestACheckThatDoesNotReturnWellLosesNoPlace(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	cause := errors.New("gave up")
	for name, check := range map[string]func(context.Context, int) error{
		"panic":  func(context.Context, int) error { panic("boom") },
		"goexit": func(context.Context, int) error { runtime.Goexit(); return nil },
		"left":   func(ctx context.Context, _ int) error { cancel(cause); return ctx.Err() },
	} {
		t.Run(name, func(t *testing.T) {
			f := &factory{}
			p := newPool(t, f, pool.Config[int]{Max: 1, Check: check})
			use(t, p)
			var err error
			got := end(func() { _, err = p.Acquire(ctx) })
			switch name {
			case "panic":
				require.Equal(t, outcome.Panicked, got.Kind)
			case "goexit":
				require.Equal(t, outcome.Exited, got.Kind)
			default:
				require.ErrorIs(t, err, cause)
			}
			require.Equal(t, []int{1}, f.closed)
			requireStats(t, p, 0, 0, 0)
		})
		ctx, cancel = context.WithCancelCause(t.Context())
	}
	cancel(nil)
}

func TestMinIdleAreReady(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &factory{}
		p := newPool(t, f, pool.Config[int]{Max: 3, MinIdle: 2})
		require.NoError(t, p.Prefill(t.Context()))
		requireStats(t, p, 2, 2, 0)
		require.NoError(t, p.Prefill(t.Context()))
		requireStats(t, p, 2, 2, 0)
		a := acquire(t, p)
		synctest.Wait()
		requireStats(t, p, 3, 2, 0)
		b := acquire(t, p)
		synctest.Wait()
		requireStats(t, p, 3, 1, 0) // Max
		require.NoError(t, a.Destroy())
		synctest.Wait()
		requireStats(t, p, 3, 2, 0)
		_, err := b.Hijack()
		require.NoError(t, err)
		require.EqualValues(t, 4, p.Stats().Opened)
		p.Close()
		require.ErrorIs(t, p.Prefill(t.Context()), pool.ErrClosed)
	})
}

// What fails beside the callers is told, and not tried again in a loop.
func TestAFailingRefillIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var told []error
		f := &factory{}
		p := newPool(t, f, pool.Config[int]{Max: 3, MinIdle: 1, OnError: func(err error) { told = append(told, err) }})
		require.NoError(t, p.Prefill(t.Context()))
		f.open = func(context.Context, int) error { return errBusiness }
		a := acquire(t, p)
		time.Sleep(time.Hour)
		synctest.Wait()
		require.Len(t, told, 1)
		require.ErrorIs(t, told[0], errBusiness)
		require.ErrorIs(t, p.Prefill(t.Context()), errBusiness)
		f.open = nil
		require.NoError(t, a.Destroy())
		synctest.Wait()
		requireStats(t, p, 1, 1, 0)
		p.Close()
	})
}

func TestTheErrorOfAnOpenWhoseCallerLeftIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var told error
		f := &factory{open: func(context.Context, int) error { time.Sleep(time.Minute); return errBusiness }}
		p := newPool(t, f, pool.Config[int]{Max: 1, OnError: func(err error) { told = err }})
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := p.Acquire(ctx)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		time.Sleep(time.Minute)
		synctest.Wait()
		require.ErrorIs(t, told, errBusiness)
		requireStats(t, p, 0, 0, 0)
	})
}
