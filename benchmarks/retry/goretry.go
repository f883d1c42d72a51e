package retry

import (
	"context"
	"time"

	goretry "github.com/sethvargo/go-retry"
)

// goRetry retries what the function marks as retryable. A Backoff has state, so each call has its own.
func goRetry() peer {
	return peer{
		library:    "github.com/sethvargo/go-retry",
		oneAtLeast: true,
		with: func(p plan, f operation) (operation, error) {
			return func(ctx context.Context, in int) (int, error) {
				var wait goretry.Backoff
				switch {
				case p.max > p.base:
					wait = goretry.WithCappedDuration(p.max, goretry.NewExponential(p.base))
				case p.base == 0: // NewConstant refuses no wait at all
					wait = goretry.BackoffFunc(func() (time.Duration, bool) { return 0, false })
				default:
					wait = goretry.NewConstant(p.base)
				}
				// It counts retries: one less than attempts.
				return goretry.DoValue(ctx, goretry.WithMaxRetries(uint64(p.attempts-1), wait),
					func(ctx context.Context) (int, error) {
						v, err := f(ctx, in)
						return v, goretry.RetryableError(err)
					})
			}, nil
		},
	}
}
