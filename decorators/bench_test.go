package decorators_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/decorators"
)

// twice is the function that the layers are put around.
func twice(_ context.Context, n int) (int, error) { return 2 * n, nil }

func benchmark(b *testing.B, f decorators.Func[int, int]) {
	b.Helper()
	ctx, cancel := context.WithCancel(b.Context())
	defer cancel()
	n, err := f(ctx, 21)
	require.NoError(b, err)
	require.Equal(b, 42, n)
	b.ReportAllocs()
	for b.Loop() {
		_, _ = f(ctx, 21)
	}
}

func BenchmarkRetry(b *testing.B) {
	p := policy(b, decorators.RetryConfig{Attempts: 3, Backoff: noDelay})
	b.Run("floor", func(b *testing.B) {
		benchmark(b, func(ctx context.Context, n int) (int, error) {
			for i := 0; ; i++ {
				if err := ctx.Err(); err != nil {
					return 0, err
				}
				if out, err := twice(ctx, n); err == nil || i == 3 {
					return out, err
				}
			}
		})
	})
	b.Run("by hand", func(b *testing.B) {
		f, err := retryByHand(3, time.Millisecond, twice)
		require.NoError(b, err)
		benchmark(b, f)
	})
	b.Run("success", func(b *testing.B) { benchmark(b, decorators.Retry(p, twice)) })
	b.Run("one failure", func(b *testing.B) {
		calls := 0
		benchmark(b, decorators.Retry(p, func(_ context.Context, n int) (int, error) {
			if calls++; calls%2 == 1 {
				return 0, errRefused
			}
			return 2 * n, nil
		}))
	})
}

func BenchmarkGuard(b *testing.B) {
	l := limiter(b, decorators.LimiterConfig{Rate: 1e9, Burst: 1e6})
	for _, row := range []struct {
		name string
		gate decorators.Gate
	}{
		{"breaker consecutive", breaker(b, decorators.BreakerConfig{})},
		{"breaker windowed", breaker(b, decorators.BreakerConfig{Window: 10 * time.Second})},
		{"bulkhead", bulkhead(b, 100, 100)},
	} {
		f := decorators.Guard(row.gate, twice)
		b.Run(row.name, func(b *testing.B) { benchmark(b, f) })
		b.Run(row.name+" parallel", func(b *testing.B) {
			ctx := b.Context()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					_, _ = f(ctx, 21)
				}
			})
		})
	}
	b.Run("limiter refusing", func(b *testing.B) {
		l := limiter(b, decorators.LimiterConfig{Rate: 1e-3})
		_, _ = l.Enter(b.Context())
		for b.Loop() {
			_, _ = l.Enter(b.Context())
		}
	})
	b.Run("limiter", func(b *testing.B) {
		ctx := b.Context()
		for b.Loop() {
			_, _ = l.Enter(ctx)
		}
	})
}

func BenchmarkBreakerByHand(b *testing.B) {
	by := &breakerByHand{limit: 5, openFor: time.Second}
	ctx := b.Context()
	nothing := func(context.Context) error { return nil }
	b.ReportAllocs()
	for b.Loop() {
		_ = by.call(ctx, nothing)
	}
}

func BenchmarkMemoizeByHand(b *testing.B) {
	get := memoizeByHand(func(n int) (int, error) { return 2 * n, nil })
	for b.Loop() {
		_, _ = get(21)
	}
}

func BenchmarkTimeout(b *testing.B) {
	b.Run("ours", func(b *testing.B) { benchmark(b, decorators.Timeout(time.Second, twice)) })
	b.Run("standard library", func(b *testing.B) {
		benchmark(b, func(ctx context.Context, n int) (int, error) {
			ctx, cancel := context.WithTimeout(ctx, time.Second)
			defer cancel()
			return twice(ctx, n)
		})
	})
}

func BenchmarkTenLayers(b *testing.B) {
	plain := func(next decorators.Func[int, int]) decorators.Func[int, int] {
		return func(ctx context.Context, n int) (int, error) { return next(ctx, n) }
	}
	layers := make([]decorators.Middleware[int, int], 10)
	for i := range layers {
		layers[i] = plain
	}
	b.Run("plain", func(b *testing.B) { benchmark(b, decorators.Chain(twice, layers...)) })
	b.Run("guards and retries", func(b *testing.B) {
		p := policy(b, decorators.RetryConfig{Attempts: 3})
		f := decorators.Func[int, int](twice)
		for range 5 {
			f = decorators.Retry(p, decorators.Guard(breaker(b, decorators.BreakerConfig{}), f))
		}
		benchmark(b, f)
	})
}

func BenchmarkHedge(b *testing.B) { benchmark(b, decorators.Hedge(time.Second, twice, nil)) }

func BenchmarkKeyed(b *testing.B) {
	ctx := b.Context()
	ints := keyed(b, 0, func(_ context.Context, n int) (int, error) { return 2 * n, nil })
	words := keyed(b, 0, func(_ context.Context, s string) (int, error) { return len(s), nil })
	for n := range 100 {
		_, _ = ints(ctx, n)
		_, _ = ints(ctx, n)
	}
	_, _ = words(ctx, "gopher")
	_, _ = words(ctx, "gopher")
	b.Run("int", func(b *testing.B) {
		for b.Loop() {
			_, _ = ints(ctx, 21)
		}
	})
	b.Run("string", func(b *testing.B) {
		for b.Loop() {
			_, _ = words(ctx, "gopher")
		}
	})
}
