package retry

import (
	"context"
	"errors"
	"fmt"

	"github.com/goconcepts/cookbook/benchmarks/harness"
)

var errDown = errors.New("down")

// jobs are calls that fail first, some times, without waits. All have a context
// that can be cancelled and allow three attempts.
func jobs() []harness.Job {
	all := []harness.Job{}
	for _, j := range []struct {
		name     string
		failures int
	}{
		{"success at the first attempt, the caller's context in each call", 0},
		{"one failure, then success, no wait", 1},
		{"three failures, no wait", 3},
	} {
		job := harness.Job{Name: j.name, Unit: "call"}
		for _, p := range peers() {
			job.Contestants = append(job.Contestants, contestant(p.library, j.failures, p.with))
		}
		job.Contestants = append(job.Contestants, contestant(harness.HandWritten, j.failures, byHand))
		all = append(all, job)
	}
	reused := func(_ plan, f operation) (operation, error) { return retryGoReused(f), nil }
	return append(all, harness.Job{
		Name: "success at the first attempt, no context of the caller", Unit: "call",
		Contestants: []harness.Contestant{
			contestant(harness.Ours, 0, ours().with),
			contestant("github.com/avast/retry-go/v5", 0, reused),
			contestant(harness.HandWritten, 0, byHand),
		},
	})
}

// flaky fails as often as it is told to and then succeeds.
type flaky struct{ failures, calls int }

func (f *flaky) call(_ context.Context, in int) (int, error) {
	f.calls++
	if f.failures > 0 {
		f.failures--
		return 0, errDown
	}
	return 2 * in, nil
}

func contestant(library string, failures int, with func(plan, operation) (operation, error)) harness.Contestant {
	start := func() (func(int), func(), error) {
		server := &flaky{}
		get, err := with(plan{attempts: 3}, server.call)
		if err != nil {
			return nil, nil, err
		}
		ctx, cancel := context.WithCancel(context.Background())
		server.failures = failures
		if err := rightAnswer(ctx, get, server, failures); err != nil {
			cancel()
			return nil, nil, err
		}
		run := func(n int) {
			for range n {
				server.failures = failures
				_, _ = get(ctx, 21)
			}
		}
		return run, cancel, nil
	}
	return harness.Contestant{Library: library, Start: start}
}

// rightAnswer checks the result and the number of calls.
func rightAnswer(ctx context.Context, get operation, server *flaky, failures int) error {
	v, err := get(ctx, 21)
	switch {
	case failures < 3 && (err != nil || v != 42):
		return fmt.Errorf("got %d, %v, not 42", v, err)
	case failures == 3 && !errors.Is(err, errDown):
		return fmt.Errorf("the error is %v and does not hold the attempt's", err)
	case server.calls != min(3, failures+1):
		return fmt.Errorf("%d calls, not %d", server.calls, min(3, failures+1))
	}
	return nil
}

// byHand is the loop that one would write for just this.
func byHand(p plan, f operation) (operation, error) {
	return func(ctx context.Context, in int) (int, error) {
		var err error
		for range p.attempts {
			if ctx.Err() != nil {
				return 0, context.Cause(ctx)
			}
			var v int
			if v, err = f(ctx, in); err == nil {
				return v, nil
			}
		}
		return 0, err
	}, nil
}
