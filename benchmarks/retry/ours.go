package retry

import (
	"time"

	"github.com/goconcepts/cookbook/benchmarks/harness"
	"github.com/goconcepts/cookbook/decorators"
)

func ours() peer {
	return peer{
		library:   harness.Ours,
		hasFactor: true,
		with: func(p plan, f operation) (operation, error) {
			var backoff decorators.Backoff = func(int, time.Duration, uint64) time.Duration { return p.base }
			if p.max > p.base || p.base < 0 || p.factor != 0 {
				var err error
				backoff, err = decorators.NewExponential(decorators.ExponentialConfig{
					Base: p.base, Max: p.max, Factor: p.factor, Jitter: decorators.NoJitter,
				})
				if err != nil {
					return nil, err
				}
			}
			return decorate(decorators.RetryConfig{Attempts: p.attempts, Backoff: backoff}, f)
		},
		bounded: func(f operation) (operation, error) {
			return decorate(decorators.RetryConfig{Attempts: 3, MaxServerDelay: time.Minute}, f)
		},
		asks: func(err error, delay time.Duration) error { return decorators.RetryAfter(delay, err) },
		budgeted: func(tries int, f operation) (operation, error) {
			return decorate(decorators.RetryConfig{Attempts: tries, Budget: decorators.RetryBudget{Tokens: 10}}, f)
		},
	}
}

func decorate(c decorators.RetryConfig, f operation) (operation, error) {
	policy, err := decorators.NewRetryPolicy(c)
	if err != nil {
		return nil, err
	}
	return operation(decorators.Retry(policy, decorators.Func[int, int](f))), nil
}
