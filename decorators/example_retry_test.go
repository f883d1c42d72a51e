package decorators_test

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// retryByHand returns f with up to attempts calls and a doubling wait between them.
func retryByHand[In, Out any](attempts int, wait time.Duration, f func(context.Context, In) (Out, error)) (func(context.Context, In) (Out, error), error) {
	if attempts < 1 {
		return nil, fmt.Errorf("retry: attempts: %d is below 1", attempts)
	}
	return func(ctx context.Context, in In) (out Out, err error) {
		var errs []error
		for delay := wait; ; delay = min(2*delay, 10*time.Second) {
			if ctx.Err() != nil {
				return out, errors.Join(append(errs, context.Cause(ctx))...)
			}
			if out, err = f(ctx, in); err == nil {
				return out, nil
			}
			if errs = append(errs, err); len(errs) == attempts {
				return out, errors.Join(errs...)
			}
			select {
			case <-time.After(delay):
			case <-ctx.Done():
			}
		}
	}, nil
}

// Write a generic retry.
//
// A decorator with two type parameters, so that the function keeps its types: a
// loop over the attempts, a doubling wait with a cap, and a select that leaves
// when the context ends. Zero attempts are refused when it is built. Every
// attempt's error is kept, since the first is often the one that explains.
//
// Follow-ups:
//   - Why not time.Sleep? It cannot be interrupted: a cancelled request would sit out its wait.
//   - What does the production version add? decorators.Retry has jitter, permanent errors, Retry-After, a budget against storms, hooks, and gives up at once when the deadline comes before the next attempt.
//   - Which calls must not be retried? Those that may not happen twice: retry only idempotent work, or send an idempotency key.
//   - Where does the number of the attempt go? Into the context: decorators.Attempt(ctx).
//
// Pitfalls:
//   - Returning only the last error hides the cause of the first.
//   - Retries at three levels of four attempts each make 64 calls: retry at one level.
//
// Trade-offs: For one call in one place the loop alone is shorter. Retries add load to what is already
// failing, so beyond a handful of clients jitter and a budget are needed.
//
// From Python: The Python original with max_attempts=0 never calls the function and raises
// "TypeError: exceptions must derive from BaseException", since it raises None. It also sleeps
// without a way out, waits in lockstep with every other client, and retries programming errors: except Exception catches them.
//
// Level: mid. Tags: retry, generics, closures. Since: go1.20. See: decorators/backoff, decorators/permanent.
func Example_retry() {
	calls := 0
	fetch := func(_ context.Context, id int) (string, error) {
		if calls++; calls < 3 {
			return "", fmt.Errorf("call %d: connection refused", calls)
		}
		return fmt.Sprint("user ", id), nil
	}
	get, err := retryByHand(3, time.Millisecond, fetch)
	user, failed := get(context.Background(), 7)
	fmt.Println(user, err, failed, "calls:", calls)

	_, err = retryByHand(0, time.Millisecond, fetch)
	fmt.Println(err)
	// Output:
	// user 7 <nil> <nil> calls: 3
	// retry: attempts: 0 is below 1
}
