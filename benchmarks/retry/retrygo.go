package retry

import (
	"context"
	"errors"
	"time"

	retrygo "github.com/avast/retry-go/v5"
)

// retryGo binds the context when the retrier is made, so a context for each call
// is a retrier for each call.
func retryGo() peer {
	call := func(f operation, options ...retrygo.Option) operation {
		return func(ctx context.Context, in int) (int, error) {
			return retrygo.NewWithData[int](append(options[:len(options):len(options)], retrygo.Context(ctx))...).Do(
				func() (int, error) { return f(ctx, in) })
		}
	}
	return peer{
		library:    "github.com/avast/retry-go/v5",
		oneAtLeast: true,
		with: func(p plan, f operation) (operation, error) {
			kind := retrygo.FixedDelay
			if p.max > p.base {
				kind = retrygo.BackOffDelay
			}
			options := []retrygo.Option{
				retrygo.Attempts(uint(p.attempts)), retrygo.Delay(p.base), retrygo.DelayType(kind),
			}
			if p.max > 0 {
				options = append(options, retrygo.MaxDelay(p.max))
			}
			return call(f, options...), nil
		},
		// The README's example of a delay that depends on the error is a DelayType; MaxDelay caps it.
		bounded: func(f operation) (operation, error) {
			return call(f, retrygo.Attempts(3), retrygo.MaxDelay(time.Minute), retrygo.DelayType(
				func(n uint, err error, config retrygo.DelayContext) time.Duration {
					if asked, ok := errors.AsType[*askedError](err); ok {
						return asked.delay
					}
					return retrygo.BackOffDelay(n, err, config)
				})), nil
		},
		asks: func(err error, delay time.Duration) error { return &askedError{err, delay} },
		budgeted: func(tries int, f operation) (operation, error) {
			bucket := retrygo.NewFixedTokenBucketThrottle(retrygo.FixedTokenBucketThrottleConfig{MaxCapacity: 10, ThrottleCost: 1})
			return call(f, retrygo.Attempts(uint(tries)), retrygo.WithThrottle(bucket)), nil
		},
	}
}

// askedError is a caller's own error with a delay.
type askedError struct {
	error

	delay time.Duration
}

func (e *askedError) Unwrap() error { return e.error }

// retryGoReused is the README's retrier for "high-frequency retry operations", which has no context of the caller's.
func retryGoReused(f operation) operation {
	retrier := retrygo.NewWithData[int](retrygo.Attempts(3), retrygo.Delay(0), retrygo.DelayType(retrygo.FixedDelay))
	return func(ctx context.Context, in int) (int, error) {
		return retrier.Do(func() (int, error) { return f(ctx, in) })
	}
}
