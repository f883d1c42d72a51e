package pool_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/patterns/pool"
)

func TestResizeUpServesWhoWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPool(t, &factory{}, pool.Config[int]{Max: 1})
		acquire(t, p)
		for range 100 { // more than one chunk of slots
			go func() { _, _ = p.Acquire(t.Context()) }()
		}
		synctest.Wait()
		requireStats(t, p, 1, 0, 100)
		require.NoError(t, p.Resize(90))
		synctest.Wait()
		requireStats(t, p, 90, 0, 11)
		require.NoError(t, p.Resize(101))
		synctest.Wait()
		requireStats(t, p, 101, 0, 0)
		p.Close()
	})
}

func TestResizeDownClosesWhatIsTooMuch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &factory{}
		p := newPool(t, f, pool.Config[int]{Max: 5})
		var leases []pool.Lease[int]
		for range 5 {
			leases = append(leases, acquire(t, p))
		}
		require.NoError(t, leases[0].Release())
		require.NoError(t, leases[1].Release())
		require.NoError(t, p.Resize(2))
		require.Equal(t, []int{1, 2}, f.closed, "idle ones at once")
		requireStats(t, p, 3, 0, 0)
		require.NoError(t, leases[2].Release())
		require.Equal(t, []int{1, 2, 3}, f.closed, "one in use when it comes back")
		require.NoError(t, leases[3].Release())
		requireStats(t, p, 2, 1, 0)
		require.NoError(t, leases[4].Release())
		requireStats(t, p, 2, 2, 0)
		require.ErrorContains(t, p.Resize(0), "Max is 0")
		p.Close()
	})
}

// While the ones that are too many are being closed, no others are closed in their stead.
func TestResizeDownClosesNoMore(t *testing.T) {
	for name, first := range map[string]func(p *pool.Pool[int], l pool.Lease[int]){
		"an idle one": func(p *pool.Pool[int], l pool.Lease[int]) {
			_ = l.Release()
			_ = p.Resize(1)
		},
		"one in use": func(p *pool.Pool[int], l pool.Lease[int]) {
			_ = p.Resize(1)
			_ = l.Release()
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := &factory{}
				p, err := pool.New(pool.Config[int]{
					Max: 2, Open: f.Open, Close: func(id int) error { time.Sleep(time.Minute); return f.Close(id) },
				})
				require.NoError(t, err)
				a, b := acquire(t, p), acquire(t, p)
				go first(p, a)
				synctest.Wait()
				require.NoError(t, b.Release())
				requireStats(t, p, 2, 1, 0)
				time.Sleep(time.Minute)
				synctest.Wait()
				require.Equal(t, []int{1}, f.closed)
				requireStats(t, p, 1, 1, 0)
				require.NoError(t, p.Shutdown(t.Context()))
			})
		})
	}
}

func TestCloseWakesWaitersAndClosesWhatComesBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &factory{}
		p := newPool(t, f, pool.Config[int]{Max: 1})
		lease := acquire(t, p)
		failed := make(chan error)
		go func() { failed <- p.Do(t.Context(), func(context.Context, int) error { return nil }) }()
		synctest.Wait()
		p.Close()
		require.ErrorIs(t, <-failed, pool.ErrClosed)
		require.Empty(t, f.closed)
		require.NoError(t, lease.Release())
		require.Equal(t, []int{1}, f.closed)
		_, err := p.Acquire(t.Context())
		require.ErrorIs(t, err, pool.ErrClosed)
		p.Close()
		requireStats(t, p, 0, 0, 0)
	})
}

func TestShutdownWaitsForWhatIsInUse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &factory{}
		p := newPool(t, f, pool.Config[int]{Max: 3})
		lease, other := acquire(t, p), acquire(t, p)
		require.NoError(t, other.Release())

		cause := errors.New("no more time")
		ctx, cancel := context.WithTimeoutCause(t.Context(), time.Second, cause)
		defer cancel()
		begin := time.Now()
		err := p.Shutdown(ctx)
		require.ErrorIs(t, err, cause)
		require.ErrorContains(t, err, "1 of the resources are still open")
		require.Equal(t, time.Second, time.Since(begin))
		require.Equal(t, []int{2}, f.closed)

		time.AfterFunc(time.Minute, func() { _ = lease.Release() })
		require.NoError(t, p.Shutdown(t.Context()))
		require.Equal(t, time.Minute+time.Second, time.Since(begin))
		require.Equal(t, []int{2, 1}, f.closed)
		require.NoError(t, p.Shutdown(ctx), "it is shut down, whatever the ctx")
	})
}

// A resource whose Close hangs does not hold the caller of Shutdown.
func TestShutdownIsBoundedAlsoWhenCloseHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, err := pool.New(pool.Config[int]{
			Max: 1, Open: (&factory{}).Open, Close: func(int) error { time.Sleep(time.Hour); return nil },
		})
		require.NoError(t, err)
		use(t, p)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		require.ErrorIs(t, p.Shutdown(ctx), context.DeadlineExceeded)
		time.Sleep(time.Hour)
		require.NoError(t, p.Shutdown(t.Context()))
	})
}
