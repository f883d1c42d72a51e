package decorators_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/goconcepts/cookbook/decorators"
)

// In what order do chained decorators run?
//
// Like an onion: the outermost runs first on the way in and last on the way out.
// The order is part of the meaning. Retry around Timeout gives each attempt its
// own time; Timeout around Retry gives all attempts together one time. Often one
// wants both, so RetryConfig has PerAttempt and the caller's context is the outer bound.
//
// Follow-ups:
//   - Where does a breaker belong? Inside the retry, so that each attempt is counted and an open breaker is not called again before its time.
//   - Where does the log line belong? Outside for one line a call, inside the retry for one line an attempt.
//   - How does one list many layers? decorators.Chain(f, outer, ..., inner), read from the outside in.
//
// Pitfalls:
//   - A timeout outside a retry that is shorter than one attempt: the retry never happens.
//   - Two retries in one stack multiply their attempts.
//
// Trade-offs: A chain as a slice can be built at run time and hides the order in data; nested calls
// show it where it is used. Two or three layers are best nested.
//
// From Python: Stacked @ lines also apply from the bottom up and run from the top down. In Go
// the same order is visible as nesting: Retry(Timeout(f)).
//
// Level: mid. Tags: composition, retry, timeout. Since: go1.25. See: decorators/retry, decorators/timeout, [testing/synctest.Test].
func Example_order() {
	traced := func(name string) decorators.Middleware[string, string] {
		return func(next decorators.Func[string, string]) decorators.Func[string, string] {
			return func(ctx context.Context, in string) (string, error) {
				fmt.Println("in", name)
				defer fmt.Println("out", name)
				return next(ctx, in)
			}
		}
	}
	hello := func(_ context.Context, who string) (string, error) { return "hello " + who, nil }
	fmt.Println(decorators.Chain(hello, traced("a"), traced("b"))(context.Background(), "gopher"))

	synctest.Test(new(testing.T), func(*testing.T) {
		calls := 0
		slow := func(ctx context.Context, _ int) (int, error) { // never answers in time
			calls++
			<-ctx.Done()
			return 0, ctx.Err()
		}
		policy, _ := decorators.NewRetryPolicy(decorators.RetryConfig{
			Attempts: 3, Backoff: func(int, time.Duration, uint64) time.Duration { return 0 },
		})
		for _, row := range []struct {
			name string
			call decorators.Func[int, int]
		}{
			{"retry of timeout:", decorators.Retry(policy, decorators.Timeout(time.Second, slow))},
			{"timeout of retry:", decorators.Timeout(time.Second, decorators.Retry(policy, slow))},
		} {
			calls = 0
			begun := time.Now()
			_, err := row.call(context.Background(), 1)
			fmt.Println(row.name, calls, "calls in", time.Since(begun), errors.Is(err, context.DeadlineExceeded))
		}
	})
	// Output:
	// in a
	// in b
	// out b
	// out a
	// hello gopher <nil>
	// retry of timeout: 3 calls in 3s true
	// timeout of retry: 1 calls in 1s true
}
