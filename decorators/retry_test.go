package decorators_test

import (
	"context"
	"errors"
	"math"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/decorators"
)

var errRefused = errors.New("connection refused")

func noDelay(int, time.Duration, uint64) time.Duration { return 0 }

// constant waits for d each time.
func constant(d time.Duration) decorators.Backoff {
	return func(int, time.Duration, uint64) time.Duration { return d }
}

func policy(t testing.TB, c decorators.RetryConfig) *decorators.RetryPolicy {
	t.Helper()
	p, err := decorators.NewRetryPolicy(c)
	require.NoError(t, err)
	return p
}

// failing fails the first n calls and counts them all.
func failing(n int, err error, calls *int) func(context.Context, int) (int, error) {
	return func(_ context.Context, in int) (int, error) {
		if *calls++; *calls <= n {
			return 0, err
		}
		return 2 * in, nil
	}
}

func TestRetryConfigErrors(t *testing.T) {
	for name, c := range map[string]decorators.RetryConfig{
		"RetryConfig.Attempts is 0, want 1 to 10000":        {},
		"RetryConfig.Attempts is -1, want 1 to 10000":       {Attempts: -1},
		"RetryConfig.Attempts is 10001, want 1 to 10000":    {Attempts: 10001},
		"RetryConfig.PerAttempt is -1s, want 0 or more":     {Attempts: 1, PerAttempt: -time.Second},
		"RetryConfig.MaxServerDelay is -1s, want 0 or more": {Attempts: 1, MaxServerDelay: -time.Second},
		"RetryBudget.Tokens is 0, want 1 to 1000000":        {Attempts: 1, Budget: decorators.RetryBudget{PerSuccess: 1}},
		"RetryBudget.Tokens is -1, want 1 to 1000000":       {Attempts: 1, Budget: decorators.RetryBudget{Tokens: -1}},
		"RetryBudget.PerSuccess is 2, want 0.001 to 1":      {Attempts: 1, Budget: decorators.RetryBudget{Tokens: 1, PerSuccess: 2}},
		"RetryBudget.PerSuccess is NaN, want 0.001 to 1":    {Attempts: 1, Budget: decorators.RetryBudget{Tokens: 1, PerSuccess: math.NaN()}},
		"RetryBudget.PerSuccess is -1, want 0.001 to 1":     {Attempts: 1, Budget: decorators.RetryBudget{Tokens: 1, PerSuccess: -1}},
		"RetryBudget.Tokens is 1000001, want 1 to 1000000":  {Attempts: 1, Budget: decorators.RetryBudget{Tokens: 1000001}},
		"RetryBudget.PerSuccess is 0.0001, want 0.001 to 1": {Attempts: 1, Budget: decorators.RetryBudget{Tokens: 1, PerSuccess: .0001}},
	} {
		_, err := decorators.NewRetryPolicy(c)
		require.EqualError(t, err, "decorators: "+name)
	}
}

// Both versions, the whiteboard's and the package's, keep the same promises.
func TestRetryByHandAndPackage(t *testing.T) {
	type fn = func(context.Context, int) (int, error)
	for name, wrap := range map[string]func(int, fn) (fn, error){
		"by hand": func(n int, f fn) (fn, error) { return retryByHand(n, time.Second, f) },
		"package": func(n int, f fn) (fn, error) {
			p, err := decorators.NewRetryPolicy(decorators.RetryConfig{Attempts: n, Backoff: constant(time.Second)})
			if err != nil {
				return nil, err
			}
			return decorators.Retry(p, f), nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				_, err := wrap(0, nil)
				require.Error(t, err)

				calls, start := 0, time.Now()
				f, err := wrap(3, failing(2, errRefused, &calls))
				require.NoError(t, err)
				got, err := f(t.Context(), 21)
				require.NoError(t, err)
				require.Equal(t, 42, got)
				require.Equal(t, 3, calls)
				require.GreaterOrEqual(t, time.Since(start), 2*time.Second)

				calls = 0
				f, _ = wrap(2, failing(9, errRefused, &calls))
				_, err = f(t.Context(), 1)
				require.ErrorIs(t, err, errRefused)
				require.Equal(t, 2, calls)

				calls = 0
				ctx, cancel := context.WithCancelCause(t.Context())
				stop := errors.New("shutting down")
				cancel(stop)
				_, err = f(ctx, 1)
				require.ErrorIs(t, err, stop)
				require.Zero(t, calls)

				ctx, cancel = context.WithCancelCause(t.Context())
				time.AfterFunc(300*time.Millisecond, func() { cancel(stop) })
				start = time.Now()
				_, err = f(ctx, 1)
				require.ErrorIs(t, err, stop)
				require.ErrorIs(t, err, errRefused)
				require.Equal(t, 1, calls)
				require.Equal(t, 300*time.Millisecond, time.Since(start))
			})
		})
	}
}

func TestRetryKeepsEveryCause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancelCause(t.Context())
		cause, second := errors.New("shutting down"), errors.New("second")
		n := 0
		f := decorators.Retry(policy(t, decorators.RetryConfig{Attempts: 5, Backoff: constant(time.Hour)}),
			func(context.Context, int) (int, error) {
				if n++; n == 2 {
					time.AfterFunc(time.Second, func() { cancel(cause) })
					return 0, second
				}
				return 0, errRefused
			})
		_, err := f(ctx, 0)
		for _, want := range []error{context.Canceled, cause, errRefused, second} {
			require.ErrorIs(t, err, want)
		}
		failed, ok := errors.AsType[*decorators.RetryError](err)
		require.True(t, ok)
		require.Equal(t, []error{errRefused, second}, failed.Errs)
		require.EqualError(t, err, "decorators: retry: context canceled: shutting down, attempt 2: second")
	})
}

func TestRetryFailsNowWhenTheDeadlineComesFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		calls, start := 0, time.Now()
		_, err := decorators.Retry(policy(t, decorators.RetryConfig{Attempts: 3, Backoff: constant(time.Second)}),
			failing(9, errRefused, &calls))(ctx, 0)
		require.ErrorIs(t, err, decorators.ErrDeadline)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.ErrorIs(t, err, errRefused)
		require.Zero(t, time.Since(start))
		require.Equal(t, 1, calls)

		calls = 0 // a wait that ends before the deadline is made
		_, err = decorators.Retry(policy(t, decorators.RetryConfig{Attempts: 3, Backoff: constant(999 * time.Millisecond)}),
			failing(1, errRefused, &calls))(ctx, 0)
		require.NoError(t, err)
	})
}

func TestRetryServerDelay(t *testing.T) {
	for _, row := range []struct {
		name    string
		config  decorators.RetryConfig
		asked   time.Duration
		waited  time.Duration
		reason  error
		attempt int
	}{
		{"longer than the backoff", decorators.RetryConfig{Backoff: constant(time.Second)}, 5 * time.Second, 5 * time.Second, decorators.ErrAttempts, 2},
		{"shorter than the backoff", decorators.RetryConfig{Backoff: constant(time.Second)}, time.Millisecond, time.Second, decorators.ErrAttempts, 2},
		{"bounded", decorators.RetryConfig{Backoff: noDelay, MaxServerDelay: 3 * time.Second}, math.MaxInt64, 3 * time.Second, decorators.ErrAttempts, 2},
		{"bounded by the default", decorators.RetryConfig{Backoff: noDelay}, time.Hour, time.Minute, decorators.ErrAttempts, 2},
		{"push-back", decorators.RetryConfig{Backoff: noDelay}, -1, 0, decorators.ErrPermanent, 1},
	} {
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				start, calls := time.Now(), 0
				row.config.Attempts = 2
				_, err := decorators.Retry(policy(t, row.config),
					failing(9, decorators.RetryAfter(row.asked, errRefused), &calls))(t.Context(), 0)
				require.ErrorIs(t, err, row.reason)
				require.ErrorIs(t, err, errRefused)
				require.Equal(t, row.waited, time.Since(start))
				require.Equal(t, row.attempt, calls)
			})
		})
	}
	require.NoError(t, decorators.RetryAfter(time.Second, nil))
	require.NoError(t, decorators.Permanent(nil))
	require.EqualError(t, decorators.RetryAfter(time.Second, errRefused), errRefused.Error())
}

func TestRetryNested(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var seen [][2]int
		outer := 0
		inner := decorators.Retry(policy(t, decorators.RetryConfig{Attempts: 2, Backoff: noDelay}),
			func(ctx context.Context, _ int) (int, error) {
				seen = append(seen, [2]int{outer, decorators.Attempt(ctx)})
				if len(seen) == 1 {
					return 0, decorators.RetryAfter(time.Hour, errRefused)
				}
				return 0, errRefused
			})
		f := decorators.Retry(policy(t, decorators.RetryConfig{Attempts: 2, Backoff: noDelay, MaxServerDelay: time.Minute}),
			func(ctx context.Context, in int) (int, error) {
				outer = decorators.Attempt(ctx)
				return inner(ctx, in)
			})
		start := time.Now()
		_, err := f(t.Context(), 0)
		require.Equal(t, [][2]int{{1, 1}, {1, 2}, {2, 1}, {2, 2}}, seen)
		require.Equal(t, time.Minute, time.Since(start), "the inner's first delay binds the inner alone")
		require.ErrorIs(t, err, decorators.ErrAttempts)
		require.Equal(t, 1, decorators.Attempt(t.Context()))

		calls := 0 // a permanent error stops the outer retry too
		inner = decorators.Retry(policy(t, decorators.RetryConfig{Attempts: 3}), failing(9, decorators.Permanent(errRefused), &calls))
		_, err = decorators.Retry(policy(t, decorators.RetryConfig{Attempts: 3}), inner)(t.Context(), 0)
		require.ErrorIs(t, err, decorators.ErrPermanent)
		require.Equal(t, 1, calls)
	})
}

func TestRetryIfAndHooks(t *testing.T) {
	var events []decorators.RetryEvent
	var gaveUp *decorators.RetryError
	calls := 0
	odd := errors.New("odd")
	p := policy(t, decorators.RetryConfig{
		Attempts: 4, Backoff: noDelay,
		RetryIf: func(err error) bool { return !errors.Is(err, odd) },
		Hooks: decorators.RetryHooks{
			Retry:  func(_ context.Context, e decorators.RetryEvent) { events = append(events, e) },
			GiveUp: func(_ context.Context, err *decorators.RetryError) { gaveUp = err },
		},
	})
	f := decorators.Name("fetch", decorators.Retry(p, func(context.Context, int) (int, error) {
		if calls++; calls == 2 {
			return 7, odd
		}
		return 0, errRefused
	}))
	got, err := f(t.Context(), 1)
	require.Equal(t, 7, got, "the last attempt's result is passed on")
	require.EqualError(t, err, "decorators: retry fetch: not to be retried, attempt 2: odd")
	require.Equal(t, []decorators.RetryEvent{{Name: "fetch", Attempt: 1, Err: errRefused}}, events)
	require.Same(t, gaveUp, err)
}

func TestRetryPerAttempt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		_, err := decorators.Retry(policy(t, decorators.RetryConfig{Attempts: 3, PerAttempt: time.Second, Backoff: noDelay}),
			func(ctx context.Context, _ int) (int, error) {
				<-ctx.Done()
				return 0, ctx.Err()
			})(t.Context(), 0)
		require.Equal(t, 3*time.Second, time.Since(start))
		require.ErrorIs(t, err, decorators.ErrAttempts)
		late, ok := errors.AsType[*decorators.TimeoutError](err)
		require.True(t, ok)
		require.Equal(t, time.Second, late.After)
	})
}

func TestRetryBudgetStopsAStorm(t *testing.T) {
	p := policy(t, decorators.RetryConfig{Attempts: 4, Backoff: noDelay, Budget: decorators.RetryBudget{Tokens: 10, PerSuccess: 0.5}})
	calls := 0
	f := decorators.Retry(p, failing(1000, errRefused, &calls))
	for range 100 {
		_, err := f(t.Context(), 0)
		require.Error(t, err)
	}
	require.Equal(t, 110, calls, "100 calls and 10 retries, not 400")
	_, err := f(t.Context(), 0)
	require.ErrorIs(t, err, decorators.ErrBudget)

	good := decorators.Retry(p, func(context.Context, int) (int, error) { return 1, nil })
	for range 4 {
		_, err = good(t.Context(), 0)
		require.NoError(t, err)
	}
	calls = 0
	_, err = f(t.Context(), 0)
	require.ErrorIs(t, err, decorators.ErrBudget)
	require.Equal(t, 3, calls, "four successes give two retries back")
}

func TestRetryBudgetIsNeverMoreThanFull(t *testing.T) {
	p := policy(t, decorators.RetryConfig{Attempts: 9, Backoff: noDelay, Budget: decorators.RetryBudget{Tokens: 1, PerSuccess: 0.3}})
	calls := 0
	f := decorators.Retry(p, failing(1000, errRefused, &calls))
	_, _ = f(t.Context(), 0)
	require.Equal(t, 2, calls)
	good := decorators.Retry(p, func(context.Context, int) (int, error) { return 1, nil })
	for range 100 {
		_, _ = good(t.Context(), 0)
	}
	calls = 0
	_, _ = f(t.Context(), 0)
	require.Equal(t, 2, calls, "a hundred successes give back what is missing and no more")
}

func TestRetryPassesPanicAndGoexit(t *testing.T) {
	calls := 0
	p := policy(t, decorators.RetryConfig{Attempts: 3, Backoff: noDelay})
	require.PanicsWithValue(t, "boom", func() {
		_, _ = decorators.Retry(p, func(context.Context, int) (int, error) { calls++; panic("boom") })(t.Context(), 0)
	})
	require.Equal(t, 1, calls)

	done := make(chan bool, 1)
	go func() {
		returned := false
		defer func() { done <- returned }()
		_, _ = decorators.Retry(p, func(context.Context, int) (int, error) { runtime.Goexit(); return 0, nil })(t.Context(), 0)
		returned = true
	}()
	require.False(t, <-done)

	require.Panics(t, func() { decorators.Retry[int, int](nil, nil) })
}

func TestRetryAllocations(t *testing.T) {
	p := policy(t, decorators.RetryConfig{Attempts: 3, Backoff: noDelay, Budget: decorators.RetryBudget{Tokens: 1000}})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	ok := decorators.Retry(p, func(context.Context, int) (int, error) { return 1, nil })
	require.Zero(t, testing.AllocsPerRun(100, func() { _, _ = ok(ctx, 1) }))
	calls := 0
	once := decorators.Retry(p, func(context.Context, int) (int, error) {
		if calls++; calls%2 == 1 {
			return 0, errRefused
		}
		return 1, nil
	})
	require.LessOrEqual(t, testing.AllocsPerRun(100, func() { _, _ = once(ctx, 1) }), 1.0)
}
