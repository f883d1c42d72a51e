package decorators

import (
	"context"
	"math/rand/v2"
	"time"
)

// RetryConfig says what a retry does. Only Attempts has no default.
type RetryConfig struct {
	// Attempts is how often the function is called at most, the first call
	// included: 1 to 10000. It has no default; 0 is an error.
	Attempts int
	// Backoff gives the waits; nil is [NewExponential] with its defaults.
	Backoff Backoff
	// PerAttempt bounds each attempt as [Timeout] does; 0 is no bound.
	PerAttempt time.Duration
	// RetryIf reports whether an error may be retried; nil retries every error.
	// It is not asked about errors marked by [Permanent].
	RetryIf func(error) bool
	// Budget bounds the retries of all functions that share the policy.
	Budget RetryBudget
	// MaxServerDelay bounds the delay that an error carries, see [RetryAfter];
	// 0 is one minute.
	MaxServerDelay time.Duration
	// Hooks are told what happens.
	Hooks RetryHooks
}

// RetryHooks are told what a retry does, for logs and metrics; nil ones are not
// called. They run in the goroutine of the call and must be safe for concurrent
// use.
type RetryHooks struct {
	Retry  func(ctx context.Context, e RetryEvent)    // before each wait
	GiveUp func(ctx context.Context, err *RetryError) // before an error is returned
}

// RetryEvent is a failed attempt that will be followed by another.
type RetryEvent struct {
	Name    string        // what [Name] called the function, or ""
	Attempt int           // the attempt that failed; 1 is the first
	Err     error         // its error
	Delay   time.Duration // the wait before the next attempt
}

// RetryPolicy is a checked [RetryConfig], and the budget that its functions
// share. It is safe for concurrent use and must not be copied.
type RetryPolicy struct {
	attempts       int
	backoff        Backoff
	perAttempt     time.Duration
	maxServerDelay time.Duration
	retryIf        func(error) bool
	hooks          RetryHooks
	budget         *budget // nil without one
}

const maxAttempts = 10_000

// NewRetryPolicy checks c. The error names the field, its value and its range.
func NewRetryPolicy(c RetryConfig) (*RetryPolicy, error) {
	if c.Attempts < 1 || c.Attempts > maxAttempts {
		return nil, rangeError("RetryConfig.Attempts", c.Attempts, "1 to 10000")
	}
	if c.PerAttempt < 0 {
		return nil, rangeError("RetryConfig.PerAttempt", c.PerAttempt, "0 or more")
	}
	if c.MaxServerDelay < 0 {
		return nil, rangeError("RetryConfig.MaxServerDelay", c.MaxServerDelay, "0 or more")
	}
	if c.MaxServerDelay == 0 {
		c.MaxServerDelay = time.Minute
	}
	budget, err := newBudget(c.Budget)
	if err != nil {
		return nil, err
	}
	if c.Backoff == nil {
		if c.Backoff, err = NewExponential(ExponentialConfig{}); err != nil {
			return nil, err
		}
	}
	return &RetryPolicy{
		attempts: c.Attempts, backoff: c.Backoff, perAttempt: c.PerAttempt, maxServerDelay: c.MaxServerDelay,
		retryIf: c.RetryIf, hooks: c.Hooks, budget: budget,
	}, nil
}

// PerAttempt returns the bound of each attempt, 0 if there is none.
func (p *RetryPolicy) PerAttempt() time.Duration { return p.perAttempt }

// Retry returns f with retries: it calls f until it succeeds, the policy says
// enough, or ctx ends, and waits in between. The result is the last attempt's.
// Every failure is a [*RetryError].
//
//   - A context that has ended already: f is not called.
//   - A context that ends while it waits: it returns at once.
//   - A deadline that comes before the next attempt could begin: it fails now,
//     instead of waiting for nothing ([ErrDeadline]).
//   - A panic or runtime.Goexit of f passes through and is not retried.
//
// An attempt learns its number from [Attempt]. A success at the first attempt
// costs a few nanoseconds and allocates nothing; each further attempt allocates
// its context, and a failure in the end the RetryError. Retry starts no goroutine
// and is safe for concurrent use. It panics if p or f is nil.
//
// Retry only what may be done twice. For a loop that must poll until something
// is ready, a time.Ticker and a select suffice.
func Retry[In, Out any](p *RetryPolicy, f Func[In, Out]) Func[In, Out] {
	if p == nil || f == nil {
		panic("decorators: Retry: nil policy or function")
	}
	if p.perAttempt > 0 {
		f = Timeout(p.perAttempt, f)
	}
	return func(ctx context.Context, in In) (Out, error) {
		if ctx.Err() != nil {
			return notCalled[Out](ctx, p)
		}
		attempt := ctx
		if ctx.Value(attemptKey{}) != nil { // another retry's number, from further out
			attempt = firstAttempt(ctx)
		}
		out, err := f(attempt, in)
		if err != nil {
			return again(ctx, p, f, in, out, err)
		}
		if p.budget != nil {
			p.budget.give()
		}
		return out, nil
	}
}

// again makes the further attempts after the first brought out and err. It is a
// function of its own so that the first attempt has a small frame. The errors are
// kept on the stack until it is certain that they are wanted.
func again[In, Out any](ctx context.Context, p *RetryPolicy, f Func[In, Out], in In, out Out, err error) (Out, error) {
	var few [fewErrors]error
	errs := few[:0]
	for delay := time.Duration(0); ; {
		var reason error
		errs = append(errs, err)
		if delay, reason = p.next(ctx, len(errs), err, delay); reason != nil {
			return out, p.giveUp(ctx, errs, reason)
		}
		if out, err = f(&attemptContext{ctx, len(errs) + 1}, in); err == nil {
			return out, nil
		}
	}
}

func notCalled[Out any](ctx context.Context, p *RetryPolicy) (out Out, err error) {
	return out, p.giveUp(ctx, nil, contextError(ctx))
}

func firstAttempt(ctx context.Context) context.Context { return &attemptContext{ctx, 1} }

// next waits for the attempt after the nth, which brought err, or says why there
// is none. prev is the backoff's last delay and the result is its new one.
func (p *RetryPolicy) next(ctx context.Context, n int, err error, prev time.Duration) (time.Duration, error) {
	asked, delayed, permanent := readMarks(err)
	switch {
	case ctx.Err() != nil:
		return 0, contextError(ctx)
	case permanent, p.retryIf != nil && !p.retryIf(err):
		return 0, ErrPermanent
	case n >= p.attempts:
		return 0, ErrAttempts
	}
	backoff := max(0, p.backoff(n, prev, rand.Uint64()))
	delay := max(backoff, min(asked, p.maxServerDelay))
	if delay > 0 {
		if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) <= delay {
			return 0, ErrDeadline
		}
	}
	if !p.budget.take() {
		return 0, ErrBudget
	}
	if p.hooks.Retry != nil {
		p.hooks.Retry(ctx, RetryEvent{Name: nameOf(ctx), Attempt: n, Err: err, Delay: delay})
	}
	if told, ok := delayed.(interface{ Retrying() }); ok {
		told.Retrying()
	}
	if !sleep(ctx, delay) {
		return 0, contextError(ctx)
	}
	return backoff, nil
}

// giveUp makes the error and tells the hook.
func (p *RetryPolicy) giveUp(ctx context.Context, errs []error, reason error) error {
	failed := &RetryError{Name: nameOf(ctx), Reason: reason}
	failed.Errs = append(failed.first[:0], errs...)
	if p.hooks.GiveUp != nil {
		p.hooks.GiveUp(ctx, failed)
	}
	return failed
}

// sleep waits for d and reports whether ctx is still going on then.
func sleep(ctx context.Context, d time.Duration) bool {
	if d > 0 {
		timer := time.NewTimer(d)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-ctx.Done():
		}
	}
	return ctx.Err() == nil
}

type attemptKey struct{}

// attemptContext carries the number of an attempt.
type attemptContext struct {
	context.Context
	n int
}

func (c *attemptContext) Value(key any) any {
	if key == (attemptKey{}) {
		return c.n
	}
	return c.Context.Value(key)
}

// Attempt is the number of the attempt that the innermost [Retry] makes with
// ctx: 1 for the first, and outside of any retry.
func Attempt(ctx context.Context) int {
	if n, ok := ctx.Value(attemptKey{}).(int); ok {
		return n
	}
	return 1
}
