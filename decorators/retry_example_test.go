package decorators_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/goconcepts/cookbook/decorators"
)

func ExampleRetry() {
	calls := 0
	fetch := func(_ context.Context, id int) (string, error) {
		if calls++; calls < 3 {
			return "", errors.New("connection refused")
		}
		return fmt.Sprint("user ", id), nil
	}
	backoff, _ := decorators.NewExponential(decorators.ExponentialConfig{Base: time.Millisecond, Jitter: decorators.FullJitter})
	policy, err := decorators.NewRetryPolicy(decorators.RetryConfig{Attempts: 3, Backoff: backoff})
	if err != nil {
		fmt.Println(err)
		return
	}
	get := decorators.Retry(policy, fetch)
	user, err := get(context.Background(), 7)
	fmt.Println(user, err, calls)
	// Output: user 7 <nil> 3
}

func ExampleNewRetryPolicy() {
	_, err := decorators.NewRetryPolicy(decorators.RetryConfig{Attempts: 0})
	fmt.Println(err)

	policy, err := decorators.NewRetryPolicy(decorators.RetryConfig{
		Attempts:   5,
		PerAttempt: time.Second,
		Budget:     decorators.RetryBudget{Tokens: 10},
		RetryIf:    func(err error) bool { return !errors.Is(err, context.Canceled) },
	})
	fmt.Println(policy.PerAttempt(), err)
	// Output:
	// decorators: RetryConfig.Attempts is 0, want 1 to 10000
	// 1s <nil>
}

func ExampleRetryHooks() {
	policy, _ := decorators.NewRetryPolicy(decorators.RetryConfig{
		Attempts: 2,
		Backoff:  func(int, time.Duration, uint64) time.Duration { return time.Millisecond },
		Hooks: decorators.RetryHooks{
			Retry: func(_ context.Context, e decorators.RetryEvent) {
				fmt.Println(e.Name, "failed:", e.Err, "- again in", e.Delay)
			},
			GiveUp: func(_ context.Context, err *decorators.RetryError) { fmt.Println("given up:", err) },
		},
	})
	dial := func(context.Context, string) (string, error) { return "", errors.New("refused") }
	_, _ = decorators.Name("dial", decorators.Retry(policy, dial))(context.Background(), "db")
	// Output:
	// dial failed: refused - again in 1ms
	// given up: decorators: retry dial: attempts used up, attempt 2: refused
}

func ExampleRetryError() {
	policy, _ := decorators.NewRetryPolicy(decorators.RetryConfig{Attempts: 1})
	read := func(context.Context, int) (int, error) { return 0, context.DeadlineExceeded }
	_, err := decorators.Retry(policy, read)(context.Background(), 1)
	if failed, ok := errors.AsType[*decorators.RetryError](err); ok {
		fmt.Println(len(failed.Errs), failed.Reason)
	}
	fmt.Println(errors.Is(err, decorators.ErrAttempts), errors.Is(err, context.DeadlineExceeded))
	// Output:
	// 1 attempts used up
	// true true
}

func ExamplePermanent() {
	err := fmt.Errorf("user 7: %w", decorators.Permanent(errors.New("no such user")))
	fmt.Println(err)
	fmt.Println(errors.Is(err, decorators.ErrPermanent))
	// Output:
	// user 7: no such user
	// true
}

func ExampleRetryAfter() {
	begun := time.Now()
	calls := 0
	busy := func(context.Context, int) (int, error) {
		if calls++; calls == 1 {
			return 0, decorators.RetryAfter(3*time.Millisecond, errors.New("busy"))
		}
		return calls, nil
	}
	policy, _ := decorators.NewRetryPolicy(decorators.RetryConfig{
		Attempts: 2,
		Backoff:  func(int, time.Duration, uint64) time.Duration { return 0 },
	})
	fmt.Println(decorators.Retry(policy, busy)(context.Background(), 1))
	fmt.Println("waited as asked:", time.Since(begun) >= 3*time.Millisecond)
	// Output:
	// 2 <nil>
	// waited as asked: true
}

func ExampleAttempt() {
	policy, _ := decorators.NewRetryPolicy(decorators.RetryConfig{
		Attempts: 3,
		Backoff:  func(int, time.Duration, uint64) time.Duration { return 0 },
	})
	count := func(ctx context.Context, _ int) (int, error) {
		if n := decorators.Attempt(ctx); n < 3 {
			return 0, errors.New("not yet")
		}
		return decorators.Attempt(ctx), nil
	}
	fmt.Println(decorators.Retry(policy, count)(context.Background(), 0))
	// Output: 3 <nil>
}

func ExampleNewExponential() {
	backoff, err := decorators.NewExponential(decorators.ExponentialConfig{
		Base: time.Second, Max: 5 * time.Second, Jitter: decorators.NoJitter,
	})
	fmt.Println(backoff(1, 0, 0), backoff(2, 0, 0), backoff(3, 0, 0), backoff(80, 0, 0), err)
	// Output: 1s 2s 4s 5s <nil>
}

func ExampleBackoff() {
	// A constant is a function of one line.
	var second decorators.Backoff = func(int, time.Duration, uint64) time.Duration { return time.Second }
	fmt.Println(second(1, 0, 0), second(2, time.Second, 0))
	// Output: 1s 1s
}

func ExampleJitter() {
	var zero decorators.Jitter
	fmt.Println(zero, decorators.EqualJitter, decorators.DecorrelatedJitter, decorators.NoJitter)
	// Output: full equal decorrelated none
}
