package decorators

import (
	"net/http"
	"time"

	"github.com/goconcepts/cookbook/benchmarks/harness"
	"github.com/goconcepts/cookbook/decorators"
	"github.com/goconcepts/cookbook/decorators/middleware"
)

type function = decorators.Func[int, int]

func ours() peer {
	return peer{
		library: harness.Ours,
		breaker: func(p breakerPlan, f operation) (operation, func() bool) {
			c := decorators.BreakerConfig{Failures: p.failures, OpenFor: p.openFor}
			var b *decorators.Breaker
			if p.changed != nil {
				c.OnChange = func(decorators.BreakerState, decorators.BreakerState) {
					p.changed(func() bool { return b.State() == decorators.Open })
				}
			}
			b = must(decorators.NewBreaker(c))
			return operation(decorators.Guard(b, function(f))), func() bool { return b.State() == decorators.Closed }
		},
		windowed: func(f operation) operation {
			b := must(decorators.NewBreaker(decorators.BreakerConfig{Window: 10 * time.Second, Rate: 0.5, MinCalls: 10}))
			return operation(decorators.Guard(b, function(f)))
		},
		bulkhead: func(limit int, f operation) operation {
			b := must(decorators.NewBulkhead(decorators.BulkheadConfig{Limit: limit, Queue: 100}))
			return operation(decorators.Guard(b, function(f)))
		},
		limit: func(f operation) operation {
			l := must(decorators.NewLimiter(decorators.LimiterConfig{Rate: 1e9, Burst: 1e6}))
			return operation(decorators.Guard(l, function(f)))
		},
		timeout: func(d time.Duration, f operation) operation { return operation(decorators.Timeout(d, function(f))) },
		hedge: func(after time.Duration, f operation) operation {
			return operation(decorators.Hedge(after, function(f), nil))
		},
		client: func(next http.RoundTripper) http.RoundTripper {
			p := must(decorators.NewRetryPolicy(decorators.RetryConfig{
				Attempts: 3, Backoff: func(int, time.Duration, uint64) time.Duration { return time.Second }, MaxServerDelay: 2 * time.Minute,
			}))
			return middleware.Transport(next, middleware.RetryTripper(p))
		},
		observe: func(w http.ResponseWriter, _ *http.Request, handler func(http.ResponseWriter)) int {
			wrapped, written := middleware.Wrap(w)
			handler(wrapped)
			return written.Status
		},
		recovers: middleware.Recover(nil),
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
