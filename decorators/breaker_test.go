package decorators_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/decorators"
)

func breaker(t testing.TB, c decorators.BreakerConfig) *decorators.Breaker {
	t.Helper()
	b, err := decorators.NewBreaker(c)
	require.NoError(t, err)
	return b
}

func fails() error { return errRefused }

func TestBreakerConfigErrors(t *testing.T) {
	for want, c := range map[string]decorators.BreakerConfig{
		"Failures is -1, want 0 to 2147483647":                 {Failures: -1},
		"Failures is 2, want 0, as it must be with a Window":   {Failures: 2, Window: time.Second},
		"Window is 1ms, want 0, or 10ms or more":               {Window: time.Millisecond},
		"Window is -1s, want 0, or 10ms or more":               {Window: -time.Second},
		"Rate is 2, want 0 to 1":                               {Window: time.Second, Rate: 2},
		"Rate is NaN, want 0 to 1":                             {Window: time.Second, Rate: math.NaN()},
		"MinCalls is -1, want 0 or more":                       {Window: time.Second, MinCalls: -1},
		"Window is 0s, want one, as Rate and MinCalls need it": {Rate: 0.5},
		"OpenFor is -1s, want 0 or more":                       {OpenFor: -time.Second},
		"ProbeLease is -1s, want 0 or more":                    {ProbeLease: -time.Second},
	} {
		_, err := decorators.NewBreaker(c)
		require.EqualError(t, err, "decorators: BreakerConfig."+want)
	}
}

func TestBreakerGoesRound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var changes []string
		var b *decorators.Breaker
		b = breaker(t, decorators.BreakerConfig{Failures: 3, OpenFor: time.Second, OnChange: func(from, to decorators.BreakerState) {
			changes = append(changes, fmt.Sprint(from, " ", to, " ", b.State())) // it may ask the breaker
			if to == decorators.Open {
				_, err := b.Enter(t.Context()) // and even try it: no lock is held
				require.ErrorIs(t, err, decorators.ErrOpen)
			}
		}})
		call := guarded(b)
		for range 2 {
			_, err := call(t.Context(), fails)
			require.Equal(t, errRefused, err)
		}
		_, err := call(t.Context(), nil) // a success begins the count anew
		require.NoError(t, err)
		for range 3 {
			require.Equal(t, decorators.Closed, b.State())
			_, _ = call(t.Context(), fails)
		}
		require.Equal(t, decorators.Open, b.State())
		time.Sleep(400 * time.Millisecond)
		_, err = call(t.Context(), nil)
		require.ErrorIs(t, err, decorators.ErrOpen)
		refused, ok := errors.AsType[*decorators.RefusedError](err)
		require.True(t, ok)
		require.Equal(t, 600*time.Millisecond, refused.After)
		require.EqualError(t, err, "decorators: refused: breaker open for 600ms")

		time.Sleep(refused.After)
		_, err = call(t.Context(), fails) // the probe
		require.Equal(t, errRefused, err)
		require.Equal(t, decorators.Open, b.State())
		time.Sleep(time.Second)
		_, err = call(t.Context(), nil)
		require.NoError(t, err)
		require.Equal(t, []string{
			"closed open open", "open half-open half-open", "half-open open open", "open half-open half-open", "half-open closed closed",
		}, changes)
	})
}

// The whiteboard's breaker and the package's keep the same promises.
func TestBreakerByHandAndPackage(t *testing.T) {
	for name, build := range map[string]func() func(func() error) error{
		"by hand": func() func(func() error) error {
			b := &breakerByHand{limit: 2, openFor: time.Second}
			return func(f func() error) error {
				return b.call(t.Context(), func(context.Context) error {
					if f == nil {
						return nil
					}
					return f()
				})
			}
		},
		"package": func() func(func() error) error {
			b, err := decorators.NewBreaker(decorators.BreakerConfig{Failures: 2, OpenFor: time.Second})
			require.NoError(t, err)
			return func(f func() error) error { _, err := guarded(b)(t.Context(), f); return err }
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				call := build()
				refused := func() bool { return call(func() error { return errRefused }) != errRefused } //nolint:errorlint // The very error.
				late := make(chan error)
				go func() { late <- call(func() error { time.Sleep(time.Minute); return errRefused }) }()
				synctest.Wait()

				require.NoError(t, call(nil))
				require.False(t, refused())
				require.NoError(t, call(nil), "a success begins the count anew")
				require.False(t, refused())
				require.False(t, refused())
				require.True(t, refused(), "open")
				time.Sleep(time.Second)
				require.Panics(t, func() { _ = call(func() error { panic("boom") }) })
				require.True(t, refused(), "the probe has failed")
				time.Sleep(time.Second)
				var admitted atomic.Int32
				var group sync.WaitGroup
				for range 50 {
					group.Go(func() { _ = call(func() error { admitted.Add(1); time.Sleep(time.Millisecond); return nil }) })
				}
				group.Wait()
				require.EqualValues(t, 1, admitted.Load())
				require.NoError(t, call(nil))
				require.Equal(t, errRefused, <-late)
				require.NoError(t, call(nil), "closed again")
			})
		})
	}
}

func TestBreakerAdmitsOneProbeOfFifty(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := breaker(t, decorators.BreakerConfig{Failures: 1, OpenFor: time.Second, ProbeLease: time.Hour})
		call := guarded(b)
		_, _ = call(t.Context(), fails)
		time.Sleep(time.Second)
		var admitted, refused atomic.Int32
		var group sync.WaitGroup
		for range 50 {
			group.Go(func() {
				_, err := call(t.Context(), func() error { admitted.Add(1); time.Sleep(time.Minute); return nil })
				if errors.Is(err, decorators.ErrOpen) {
					refused.Add(1)
				}
			})
		}
		group.Wait()
		require.EqualValues(t, 1, admitted.Load())
		require.EqualValues(t, 49, refused.Load())
		require.Equal(t, decorators.Closed, b.State())
	})
}

func TestBreakerCountsPanicAndGoexit(t *testing.T) {
	for name, end := range map[string]func(){"panic": func() { panic("boom") }, "Goexit": runtime.Goexit} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := breaker(t, decorators.BreakerConfig{
					Failures: 1, OpenFor: time.Second, ProbeLease: time.Hour,
					FailIf: func(error) bool { return false },
				})
				call := guarded(b)
				ending := func() {
					done := make(chan bool)
					go func() {
						returned := false
						defer func() { _ = recover(); done <- returned }()
						_, _ = call(t.Context(), func() error { end(); return nil })
						returned = true
					}()
					require.False(t, <-done, "it passes through")
				}
				ending()
				require.Equal(t, decorators.Open, b.State(), "it counts as a failure")
				time.Sleep(time.Second)
				ending() // in the probe
				require.Equal(t, decorators.Open, b.State())
				time.Sleep(time.Second)
				ok, err := call(t.Context(), nil)
				require.NoError(t, err)
				require.True(t, ok, "the breaker is usable")
			})
		})
	}
}

func TestBreakerIgnoresThePast(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := breaker(t, decorators.BreakerConfig{Failures: 1, OpenFor: time.Second})
		call := guarded(b)
		var slow sync.WaitGroup
		late := func(err error) {
			slow.Go(func() { _, _ = call(t.Context(), func() error { time.Sleep(time.Minute); return err }) })
		}
		late(nil) // admitted while closed
		late(errRefused)
		synctest.Wait()
		_, _ = call(t.Context(), fails)
		time.Sleep(time.Second)
		_, err := call(t.Context(), nil)
		require.NoError(t, err)
		require.Equal(t, decorators.Closed, b.State())
		slow.Wait()
		require.Equal(t, decorators.Closed, b.State(), "a failure from before does not open it")

		late(nil)
		synctest.Wait()
		_, _ = call(t.Context(), fails)
		require.Equal(t, decorators.Open, b.State())
		slow.Wait()
		require.Equal(t, decorators.Open, b.State(), "a success from before does not close it")
	})
}

func TestBreakerLeaseOfAHungProbe(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := breaker(t, decorators.BreakerConfig{Failures: 1, OpenFor: time.Second, ProbeLease: 5 * time.Second})
		call := guarded(b)
		_, _ = call(t.Context(), fails)
		time.Sleep(time.Second)
		hung := make(chan error)
		go func() { _, _ = call(t.Context(), func() error { return <-hung }) }()
		synctest.Wait()
		time.Sleep(4 * time.Second)
		_, err := call(t.Context(), nil)
		require.ErrorIs(t, err, decorators.ErrOpen)
		time.Sleep(time.Second)
		_, err = call(t.Context(), nil)
		require.NoError(t, err)
		require.Equal(t, decorators.Closed, b.State())
		hung <- errRefused // comes back at last, to a breaker that has moved on
		synctest.Wait()
		require.Equal(t, decorators.Closed, b.State())
	})
}

func TestBreakerAndTheCallersContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := breaker(t, decorators.BreakerConfig{Failures: 1, OpenFor: time.Second})
		call := guarded(b)
		ctx, cancel := context.WithCancel(t.Context())
		_, _ = call(ctx, func() error { cancel(); return ctx.Err() })
		require.Equal(t, decorators.Closed, b.State(), "the caller's cancellation is no failure")

		late, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, _ = call(late, func() error { <-late.Done(); return late.Err() })
		require.Equal(t, decorators.Open, b.State(), "a deadline that passed is one")

		time.Sleep(time.Second)
		_, err := call(ctx, func() error { return ctx.Err() }) // the probe is cancelled by its caller
		require.ErrorIs(t, err, context.Canceled)
		_, err = call(t.Context(), nil)
		require.NoError(t, err, "so the next call probes, at once")
		require.Equal(t, decorators.Closed, b.State())
	})
}

func TestBreakerFailIf(t *testing.T) {
	notFound := errors.New("not found")
	b := breaker(t, decorators.BreakerConfig{Failures: 2, FailIf: func(err error) bool { return !errors.Is(err, notFound) }})
	call := guarded(b)
	for range 10 {
		_, _ = call(t.Context(), fails)
		_, _ = call(t.Context(), func() error { return notFound }) // an answer: the other side is well
	}
	require.Equal(t, decorators.Closed, b.State())
}

func TestBreakerWindow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := breaker(t, decorators.BreakerConfig{Window: 10 * time.Second, Rate: 0.5, MinCalls: 10, OpenFor: time.Second})
		call := guarded(b)
		many := func(n int, f func() error) {
			for range n {
				_, _ = call(t.Context(), f)
			}
		}
		many(9, fails)
		require.Equal(t, decorators.Closed, b.State(), "too few calls")
		time.Sleep(10 * time.Second)
		many(9, fails)
		require.Equal(t, decorators.Closed, b.State(), "the window has moved past the first nine")
		many(20, nil)
		many(10, fails)
		require.Equal(t, decorators.Closed, b.State(), "19 of 39")
		many(1, fails)
		require.Equal(t, decorators.Open, b.State(), "20 of 40")
		time.Sleep(time.Second)
		many(1, nil)
		many(9, fails)
		require.Equal(t, decorators.Closed, b.State(), "it begins anew")
		many(1, fails)
		require.Equal(t, decorators.Open, b.State())
	})
}

func TestBreakerHookThatPanics(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := 0
		b := breaker(t, decorators.BreakerConfig{Failures: 1, OpenFor: time.Second, OnChange: func(_, _ decorators.BreakerState) {
			if n++; n == 1 {
				panic("hook")
			}
		}})
		call := guarded(b)
		require.PanicsWithValue(t, "hook", func() { _, _ = call(t.Context(), fails) })
		time.Sleep(time.Second)
		_, err := call(t.Context(), nil)
		require.NoError(t, err)
		require.Equal(t, 3, n)
	})
}

func TestBreakerInParallel(t *testing.T) {
	for _, c := range []decorators.BreakerConfig{
		{Failures: 3, OpenFor: time.Microsecond}, {Window: 10 * time.Millisecond, MinCalls: 2, OpenFor: time.Microsecond},
	} {
		var inside, probes atomic.Int32
		b := breaker(t, c)
		call := guarded(b)
		var group sync.WaitGroup
		for g := range 8 {
			group.Go(func() {
				for i := range 2000 {
					_, _ = call(t.Context(), func() error {
						inside.Add(1)
						if (i+g)%7 == 0 {
							probes.Add(1)
							return errRefused
						}
						return nil
					})
				}
			})
		}
		group.Wait()
		require.Positive(t, inside.Load())
		require.Contains(t, []decorators.BreakerState{decorators.Closed, decorators.Open}, b.State(), "no probe is left behind")
	}
}
