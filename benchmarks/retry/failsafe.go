package retry

import (
	"context"
	"time"

	"github.com/failsafe-go/failsafe-go"
	"github.com/failsafe-go/failsafe-go/budget"
	"github.com/failsafe-go/failsafe-go/retrypolicy"
)

// failsafeGo builds a policy once and gives the executor the context of each call.
func failsafeGo() peer {
	call := func(policy retrypolicy.RetryPolicy[int], f operation) operation {
		executor := failsafe.With(policy)
		return func(ctx context.Context, in int) (int, error) {
			return executor.WithContext(ctx).Get(func() (int, error) { return f(ctx, in) })
		}
	}
	return peer{
		library:   "github.com/failsafe-go/failsafe-go",
		hasFactor: true,
		with: func(p plan, f operation) (operation, error) {
			b := retrypolicy.NewBuilder[int]().WithMaxAttempts(p.attempts)
			switch {
			case p.factor != 0:
				b = b.WithBackoffFactor(p.base, p.max, p.factor)
			case p.max > p.base:
				b = b.WithBackoff(p.base, p.max)
			case p.base != 0:
				b = b.WithDelay(p.base)
			}
			return call(b.Build(), f), nil
		},
		budgeted: func(tries int, f operation) (operation, error) {
			retries := budget.NewBuilder().WithMaxRate(0.1).WithMinConcurrency(1).Build()
			return call(retrypolicy.NewBuilder[int]().WithMaxAttempts(tries).
				WithBackoff(100*time.Millisecond, time.Second).WithBudget(retries).Build(), f), nil
		},
	}
}
