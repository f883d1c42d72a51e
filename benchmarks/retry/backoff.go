package retry

import (
	"context"
	"time"

	"github.com/cenkalti/backoff/v5"
)

// backoffV5 takes its settings with each call; a BackOff has state, so each call has its own.
func backoffV5() peer {
	return peer{
		library:   "github.com/cenkalti/backoff/v5",
		hasFactor: true,
		with: func(p plan, f operation) (operation, error) {
			return func(ctx context.Context, in int) (int, error) {
				var wait backoff.BackOff = backoff.NewConstantBackOff(p.base)
				if p.max > p.base {
					grow := backoff.NewExponentialBackOff()
					grow.InitialInterval, grow.MaxInterval, grow.RandomizationFactor = p.base, p.max, 0
					if p.factor != 0 {
						grow.Multiplier = p.factor
					}
					wait = grow
				}
				return backoff.Retry(ctx, func() (int, error) { return f(ctx, in) },
					backoff.WithBackOff(wait), backoff.WithMaxTries(uint(p.attempts)), backoff.WithMaxElapsedTime(0))
			}, nil
		},
		// The only bound that the library has is on the whole time.
		bounded: func(f operation) (operation, error) {
			return func(ctx context.Context, in int) (int, error) {
				return backoff.Retry(ctx, func() (int, error) { return f(ctx, in) },
					backoff.WithMaxTries(3), backoff.WithMaxElapsedTime(time.Minute))
			}, nil
		},
		// Its error holds a delay and no cause.
		asks: func(_ error, delay time.Duration) error { return backoff.RetryAfter(int(delay / time.Second)) },
	}
}
