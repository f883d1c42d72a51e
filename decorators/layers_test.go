package decorators_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/decorators"
)

func double(_ context.Context, n int) (int, error) { return 2 * n, nil }

func TestChain(t *testing.T) {
	var order []string
	layer := func(name string) decorators.Middleware[int, int] {
		return func(next decorators.Func[int, int]) decorators.Func[int, int] {
			return func(ctx context.Context, n int) (int, error) {
				order = append(order, name)
				return next(ctx, n)
			}
		}
	}
	got, err := decorators.Chain(double, layer("a"), layer("b"), layer("c"))(t.Context(), 21)
	require.NoError(t, err)
	require.Equal(t, 42, got)
	require.Equal(t, []string{"a", "b", "c"}, order)
	got, _ = decorators.Chain(double)(t.Context(), 1)
	require.Equal(t, 2, got)
}

func TestRecover(t *testing.T) {
	for _, value := range []any{"boom", errRefused} {
		_, err := decorators.Recover(func(context.Context, int) (int, error) { panic(value) })(t.Context(), 0)
		p, ok := errors.AsType[*decorators.PanicError](err)
		require.True(t, ok)
		require.Equal(t, value, p.Value)
		require.Contains(t, string(p.Stack), "TestRecover")
		require.Equal(t, value == any(errRefused), errors.Is(err, errRefused))
	}
	done := make(chan bool)
	go func() {
		returned := false
		defer func() { done <- returned }()
		_, _ = decorators.Recover(func(context.Context, int) (int, error) { runtime.Goexit(); return 0, nil })(t.Context(), 0)
		returned = true
	}()
	require.False(t, <-done, "Goexit passes through")
}

// Errors of the layers inside show the function's name.
func TestName(t *testing.T) {
	panics := decorators.Recover(func(context.Context, int) (int, error) { panic("boom") })
	_, err := decorators.Name("load", panics)(t.Context(), 0)
	require.EqualError(t, err, "decorators: panic in load: boom")
	_, err = panics(t.Context(), 0)
	require.EqualError(t, err, "decorators: panic: boom")

	full := bulkhead(t, 1, 0)
	_, err = full.Enter(t.Context())
	require.NoError(t, err)
	_, err = decorators.Name("outer", decorators.Name("load", decorators.Guard(full, double)))(t.Context(), 0)
	require.EqualError(t, err, "decorators: refused load: no place free", "an inner name hides an outer one")
	limited := limiter(t, decorators.LimiterConfig{Rate: 0.001})
	_, err = limited.Enter(t.Context())
	require.NoError(t, err)
	_, err = decorators.Name("load", decorators.Guard(limited, double))(t.Context(), 0)
	require.ErrorContains(t, err, "refused load: rate limited")
	open := breaker(t, decorators.BreakerConfig{Failures: 1})
	_, err = guarded(open)(t.Context(), fails)
	require.Error(t, err)
	_, err = decorators.Name("load", decorators.Guard(open, double))(t.Context(), 0)
	require.ErrorContains(t, err, "refused load: breaker open")
}

func TestFallback(t *testing.T) {
	fail := func(context.Context, int) (int, error) { return 0, errRefused }
	got, err := decorators.Fallback(fail, func(_ context.Context, in int, err error) (int, error) {
		require.Equal(t, errRefused, err)
		return in + 1, nil
	})(t.Context(), 1)
	require.NoError(t, err)
	require.Equal(t, 2, got)
	worse := errors.New("worse")
	_, err = decorators.Fallback(fail, func(context.Context, int, error) (int, error) { return 0, worse })(t.Context(), 1)
	require.ErrorIs(t, err, errRefused)
	require.ErrorIs(t, err, worse)
	got, err = decorators.Fallback(double, nil)(t.Context(), 1)
	require.NoError(t, err)
	require.Equal(t, 2, got)
}

func TestLog(t *testing.T) {
	var out bytes.Buffer
	logger := slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey || a.Key == "took" {
			return slog.Attr{}
		}
		return a
	}}))
	calls := 0
	f := decorators.Name("load", decorators.Retry(policy(t, decorators.RetryConfig{Attempts: 2, Backoff: noDelay}),
		decorators.Log(logger, failing(1, errRefused, &calls))))
	_, err := f(t.Context(), 1)
	require.NoError(t, err)
	require.Panics(t, func() {
		_, _ = decorators.Log(logger, func(context.Context, int) (int, error) { panic("boom") })(t.Context(), 1)
	})
	require.Equal(t, []string{
		`level=WARN msg=call name=load attempt=1 error="connection refused"`,
		`level=INFO msg=call name=load attempt=2`,
		`level=ERROR msg=call name="" attempt=1 error="decorators: the function did not return"`,
	}, strings.Split(strings.TrimSpace(out.String()), "\n"))
	require.Panics(t, func() { decorators.Log[int, int](nil, double) })
}

func TestInject(t *testing.T) {
	got, err := decorators.Inject(40, func(_ context.Context, key, n int) (int, error) { return key + n, nil })(t.Context(), 2)
	require.NoError(t, err)
	require.Equal(t, 42, got)
}
