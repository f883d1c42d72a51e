package decorators

import (
	"context"
	"net/http"
	"time"

	"github.com/failsafe-go/failsafe-go"
	"github.com/failsafe-go/failsafe-go/bulkhead"
	"github.com/failsafe-go/failsafe-go/circuitbreaker"
	"github.com/failsafe-go/failsafe-go/failsafehttp"
	"github.com/failsafe-go/failsafe-go/hedgepolicy"
	"github.com/failsafe-go/failsafe-go/ratelimiter"
	"github.com/failsafe-go/failsafe-go/timeout"
)

// failsafeGo builds a policy once and gives the executor the context of each call.
func failsafeGo() peer {
	with := func(f operation, policy failsafe.Policy[int]) operation {
		executor := failsafe.With(policy)
		return func(ctx context.Context, in int) (int, error) {
			return executor.WithContext(ctx).GetWithExecution(func(e failsafe.Execution[int]) (int, error) { return f(e.Context(), in) })
		}
	}
	return peer{
		library: "github.com/failsafe-go/failsafe-go",
		breaker: func(p breakerPlan, f operation) (operation, func() bool) {
			var b circuitbreaker.CircuitBreaker[int]
			builder := circuitbreaker.NewBuilder[int]().WithFailureThreshold(uint(p.failures)).WithSuccessThreshold(1).WithDelay(p.openFor)
			if p.changed != nil {
				builder = builder.OnStateChanged(func(circuitbreaker.StateChangedEvent) { p.changed(func() bool { return b.IsOpen() }) })
			}
			b = builder.Build()
			return with(f, b), func() bool { return b.IsClosed() }
		},
		windowed: func(f operation) operation {
			return with(f, circuitbreaker.NewBuilder[int]().WithFailureRateThreshold(0.5, 10, 10*time.Second).Build())
		},
		bulkhead: func(limit int, f operation) operation {
			return with(f, bulkhead.NewBuilder[int](uint(limit)).WithMaxWaitTime(time.Second).Build())
		},
		limit: func(f operation) operation {
			return with(f, ratelimiter.NewBurstyBuilder[int](1<<40, time.Second).Build())
		},
		timeout: func(d time.Duration, f operation) operation { return with(f, timeout.New[int](d)) },
		hedge: func(after time.Duration, f operation) operation {
			return with(f, hedgepolicy.NewBuilderWithDelay[int](after).Build())
		},
		client: func(next http.RoundTripper) http.RoundTripper {
			return failsafehttp.NewRoundTripper(next, failsafehttp.NewRetryPolicyBuilder().
				WithMaxAttempts(3).WithDelay(time.Second).ReturnLastFailure().Build())
		},
	}
}
