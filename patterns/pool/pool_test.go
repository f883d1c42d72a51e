package pool_test

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/goconcepts/cookbook/internal/outcome"
	"github.com/goconcepts/cookbook/patterns/pool"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var errBusiness = errors.New("business")

// factory opens numbered resources and notes those that were closed.
type factory struct {
	mu     sync.Mutex
	opened int
	closed []int
	open   func(ctx context.Context, id int) error // may fail, wait or panic
}

func (f *factory) Open(ctx context.Context) (int, error) {
	f.mu.Lock()
	f.opened++
	id := f.opened
	f.mu.Unlock()
	if f.open != nil {
		return id, f.open(ctx, id)
	}
	return id, nil
}

func (f *factory) Close(id int) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.closed = append(f.closed, id)
	return nil
}

func newPool(t *testing.T, f *factory, c pool.Config[int]) *pool.Pool[int] {
	c.Open, c.Close = f.Open, f.Close
	p, err := pool.New(c)
	require.NoError(t, err)
	return p
}

// requireStats wants so many resources, of them idle, and so many callers who wait.
func requireStats(t *testing.T, p *pool.Pool[int], open, idle, waiting int) {
	t.Helper()
	s := p.Stats()
	require.Equal(t, []int{open, idle, waiting}, []int{s.Open, s.Idle, s.Waiting}, "open, idle, waiting")
}

// use lends one resource and tells which.
func use(t *testing.T, p *pool.Pool[int]) (id int) {
	t.Helper()
	if err := p.Do(t.Context(), func(_ context.Context, got int) error { id = got; return nil }); err != nil {
		t.Error(err) // also from a goroutine
	}
	return id
}

// end runs f in a goroutine of its own and tells how it ended.
func end(f func()) (got outcome.Outcome) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		outcome.Run(f, func(o outcome.Outcome) { got = o })
	}()
	<-done
	return got
}

func TestReuseAndBound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &factory{}
		p := newPool(t, f, pool.Config[int]{Max: 3})
		var now, most atomic.Int64
		var wg sync.WaitGroup
		for range 100 {
			wg.Go(func() {
				err := p.Do(t.Context(), func(context.Context, int) error {
					for n := now.Add(1); ; {
						if m := most.Load(); n <= m || most.CompareAndSwap(m, n) {
							break
						}
					}
					time.Sleep(time.Second)
					now.Add(-1)
					return nil
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		require.EqualValues(t, 3, most.Load())
		require.Equal(t, 3, f.opened)
		requireStats(t, p, 3, 3, 0)
		p.Close()
		require.Len(t, f.closed, 3)
	})
}

func TestWaitersAreServedInOrder(t *testing.T) {
	for name, config := range map[string]pool.Config[int]{
		"handed over": {},
		"opened anew": {Broken: func(error) bool { return true }},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				config.Max = 1
				p := newPool(t, &factory{}, config)
				first := acquire(t, p)
				var order []int // one at a time
				var wg sync.WaitGroup
				for i := range 50 {
					wg.Go(func() {
						_ = p.Do(t.Context(), func(context.Context, int) error {
							order = append(order, i)
							return errBusiness
						})
					})
					synctest.Wait() // i waits before i+1 comes
				}
				require.Equal(t, 50, p.Stats().Waiting)
				require.NoError(t, first.Release())
				wg.Wait()
				require.Len(t, order, 50)
				require.True(t, slices.IsSorted(order), "%v", order)
				p.Close()
			})
		})
	}
}

func TestNobodyStarves(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPool(t, &factory{}, pool.Config[int]{Max: 4})
		var served [64]int
		ctx, cancel := context.WithTimeout(t.Context(), 16*time.Minute-time.Second/2)
		defer cancel()
		var wg sync.WaitGroup
		for i := range served {
			wg.Go(func() {
				for p.Do(ctx, func(context.Context, int) error { time.Sleep(time.Second); return nil }) == nil {
					served[i]++
				}
			})
		}
		wg.Wait()
		for _, n := range served {
			require.Equal(t, 60, n, "four a second, in turn: %v", served)
		}
		p.Close()
	})
}

func TestAWaiterWhoLeavesTakesNothingAlong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPool(t, &factory{}, pool.Config[int]{Max: 1})
		lease, err := p.Acquire(t.Context())
		require.NoError(t, err)
		cause := errors.New("gave up")
		for range 20 { // some leave at the very moment of the release
			ctx, cancel := context.WithTimeoutCause(t.Context(), time.Second, cause)
			defer cancel()
			go func() {
				err := p.Do(ctx, func(context.Context, int) error { return nil })
				if err != nil && !errors.Is(err, cause) {
					t.Error(err)
				}
			}()
		}
		time.Sleep(time.Second)
		require.NoError(t, lease.Release())
		synctest.Wait()
		requireStats(t, p, 1, 1, 0)
		require.NoError(t, p.Do(t.Context(), func(context.Context, int) error { return nil }))
		p.Close()
	})
}

func TestACancelledContextGetsNothing(t *testing.T) {
	f := &factory{}
	p := newPool(t, f, pool.Config[int]{Max: 1})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := p.Acquire(ctx)
	require.ErrorIs(t, err, context.Canceled)
	require.Zero(t, f.opened)
}

func TestACallerWhoLeavesDuringOpenLeavesItToTheNext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &factory{open: func(context.Context, int) error { time.Sleep(time.Minute); return nil }}
		p := newPool(t, f, pool.Config[int]{Max: 1})
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := p.Acquire(ctx)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		lease, err := p.Acquire(t.Context())
		require.NoError(t, err)
		require.Equal(t, 1, lease.Value())
		require.Equal(t, 1, f.opened)
		require.NoError(t, lease.Release())
		p.Close()
	})
}

// Its context ends while Open, which does not mind, is about to return.
func TestAContextThatEndsWithOpenGetsNothing(t *testing.T) {
	for range 200 {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			f := &factory{open: func(context.Context, int) error { cancel(); return nil }}
			p := newPool(t, f, pool.Config[int]{Max: 1})
			_, err := p.Acquire(ctx)
			require.ErrorIs(t, err, context.Canceled)
			synctest.Wait()
			requireStats(t, p, 1, 1, 0)
		})
	}
}

func TestAFailingOpenFreesItsPlace(t *testing.T) {
	opens := map[string]func(context.Context, int) error{
		"error":  func(context.Context, int) error { return errBusiness },
		"panic":  func(context.Context, int) error { panic(errBusiness) },
		"goexit": func(context.Context, int) error { runtime.Goexit(); return nil },
	}
	for name, open := range opens {
		t.Run(name, func(t *testing.T) {
			f := &factory{}
			f.open = open
			p := newPool(t, f, pool.Config[int]{Max: 1})
			_, err := p.Acquire(t.Context())
			require.Error(t, err)
			if name != "goexit" {
				require.ErrorIs(t, err, errBusiness)
			}
			f.open = nil
			require.NoError(t, p.Do(t.Context(), func(_ context.Context, id int) error { require.Equal(t, 2, id); return nil }))
			p.Close()
		})
	}
}

func TestWhatAFunctionsEndDoesToItsResource(t *testing.T) {
	broken := errors.New("broken")
	for name, tt := range map[string]struct {
		f    func() error
		kept bool
	}{
		"return":         {func() error { return nil }, true},
		"business error": {func() error { return errBusiness }, true},
		"broken":         {func() error { return broken }, false},
		"panic":          {func() error { panic("boom") }, false},
		"goexit":         {func() error { runtime.Goexit(); return nil }, false},
	} {
		t.Run(name, func(t *testing.T) {
			f := &factory{}
			p := newPool(t, f, pool.Config[int]{Max: 1, Broken: func(err error) bool { return errors.Is(err, broken) }})
			end(func() { _ = p.Do(t.Context(), func(context.Context, int) error { return tt.f() }) })
			require.Equal(t, tt.kept, len(f.closed) == 0)
			require.NoError(t, p.Do(t.Context(), func(_ context.Context, id int) error {
				require.Equal(t, tt.kept, id == 1)
				return nil
			}))
			p.Close()
		})
	}
}

func TestErrorsOfCloseAreTold(t *testing.T) {
	for name, closing := range map[string]func(int) error{
		"error": func(int) error { return errBusiness },
		"panic": func(int) error { panic(errBusiness) },
	} {
		t.Run(name, func(t *testing.T) {
			var told error
			p, err := pool.New(pool.Config[int]{
				Max: 1, Open: (&factory{}).Open, Close: closing, OnError: func(err error) { told = err },
			})
			require.NoError(t, err)
			lease, err := p.Acquire(t.Context())
			require.NoError(t, err)
			require.NoError(t, lease.Destroy())
			require.ErrorIs(t, told, errBusiness)
			require.Zero(t, p.Stats().Open)
			p.Close()
		})
	}
}

// Whatever the user's functions do, no place is lost.
func TestNoPlaceIsLost(t *testing.T) {
	panics := func(error) bool { panic("broken panics") }
	for name, c := range map[string]pool.Config[int]{
		"Broken panics":  {Broken: panics},
		"OnError panics": {Broken: func(error) bool { return true }, OnError: func(error) { panic("told") }, Close: func(int) error { return errBusiness }},
		"Close exits":    {Broken: func(error) bool { return true }, Close: func(int) error { runtime.Goexit(); return nil }},
	} {
		t.Run(name, func(t *testing.T) {
			c.Max, c.Open = 1, (&factory{}).Open
			p, err := pool.New(c)
			require.NoError(t, err)
			end(func() { _ = p.Do(t.Context(), func(context.Context, int) error { return errBusiness }) })
			require.Zero(t, p.Stats().Open)
			lease, err := p.Acquire(t.Context())
			require.NoError(t, err)
			require.Equal(t, 2, lease.Value())
		})
	}
}

// A context that has ended gets nothing, also when its turn comes at that moment.
func TestAnEndedContextGetsNothing(t *testing.T) {
	for range 200 {
		synctest.Test(t, func(t *testing.T) {
			p := newPool(t, &factory{}, pool.Config[int]{Max: 1})
			lease, err := p.Acquire(t.Context())
			require.NoError(t, err)
			ctx, cancel := context.WithCancel(t.Context())
			got := make(chan error, 1)
			go func() {
				_, err := p.Acquire(ctx)
				got <- err
			}()
			synctest.Wait()
			cancel()
			require.NoError(t, lease.Release())
			require.ErrorIs(t, <-got, context.Canceled)
			synctest.Wait()
			requireStats(t, p, 1, 1, 0)
		})
	}
}

func TestSettings(t *testing.T) {
	open := (&factory{}).Open
	for want, c := range map[string]pool.Config[int]{
		"Open is nil":            {Max: 1},
		"Max is 0":               {Open: open},
		"MaxLifetime is -1ns":    {Open: open, Max: 1, MaxLifetime: -1},
		"MaxIdle is -1ns":        {Open: open, Max: 1, MaxIdle: -1},
		"MinIdle is -1":          {Open: open, Max: 1, MinIdle: -1},
		"MinIdle is 2":           {Open: open, Max: 1, MinIdle: 2},
		"LeakAfter is -1ns":      {Open: open, Max: 1, LeakAfter: -1},
		"LeakAfter is 0s":        {Open: open, Max: 1, OnLeak: func(pool.Leak) {}},
		"CheckAfter is 1ns":      {Open: open, Max: 1, CheckAfter: 1},
		"CheckAfter is -1ns":     {Open: open, Max: 1, CheckAfter: -1},
		"LifetimeJitter is 2ns":  {Open: open, Max: 1, MaxLifetime: 1, LifetimeJitter: 2},
		"LifetimeJitter is -1ns": {Open: open, Max: 1, MaxLifetime: 1, LifetimeJitter: -1},
	} {
		_, err := pool.New(c)
		require.ErrorContains(t, err, want)
	}
}

// The whiteboard pool keeps the promises of the question, too.
func TestWhiteboardKeepsAndDrops(t *testing.T) {
	p := newConnPool(1)
	require.ErrorIs(t, p.do(t.Context(), func(*conn) error { return errBusiness }), errBusiness)
	require.ErrorIs(t, p.do(t.Context(), func(c *conn) error { require.Equal(t, 1, c.id); return errBroken }), errBroken)
	got := end(func() { _ = p.do(t.Context(), func(c *conn) error { require.Equal(t, 2, c.id); panic("boom") }) })
	require.Equal(t, outcome.Panicked, got.Kind)
	require.NoError(t, p.do(t.Context(), func(c *conn) error { require.Equal(t, 3, c.id); return nil }))
}
