package decorators

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// The reasons for which a retry ends without success; [RetryError.Reason] is
// one of them or the context's error.
var (
	// ErrAttempts: every attempt the policy allows has failed.
	ErrAttempts = errors.New("attempts used up")
	// ErrPermanent: the error was marked by [Permanent], refused by RetryIf, or
	// carried a negative delay.
	ErrPermanent = errors.New("not to be retried")
	// ErrBudget: the policy's [RetryBudget] is empty.
	ErrBudget = errors.New("retry budget empty")
	// ErrDeadline: the context's deadline comes before the next attempt could
	// begin. It is [context.DeadlineExceeded] to [errors.Is].
	ErrDeadline = fmt.Errorf("no time for another attempt: %w", context.DeadlineExceeded)
)

// RetryError is the error of a retried function, whenever it does not succeed.
// [errors.Is] and [errors.As] find each attempt's error, the reason, and what
// ended the context. It must not be changed once returned.
type RetryError struct {
	Name   string  // what [Name] called the function, or ""
	Errs   []error // each attempt's error, in order; none if the context had ended before the first
	Reason error   // why there was no further attempt

	first [fewErrors]error // Errs begins here, which saves an allocation
}

// fewErrors is how many attempts cost no allocation for their errors.
const fewErrors = 3

// Error names the reason, the number of attempts and the last error.
func (e *RetryError) Error() string {
	name := e.Name
	if name != "" {
		name = " " + name
	}
	if len(e.Errs) == 0 {
		return fmt.Sprintf("decorators: retry%s: %v, no attempt", name, e.Reason)
	}
	return fmt.Sprintf("decorators: retry%s: %v, attempt %d: %v", name, e.Reason, len(e.Errs), e.Errs[len(e.Errs)-1])
}

// Unwrap returns the attempts' errors and the reason, in a slice of the caller's own.
func (e *RetryError) Unwrap() []error {
	return append(e.Errs[:len(e.Errs):len(e.Errs)], e.Reason)
}

// Permanent marks err as one that no retry can mend: [Retry] returns at once.
// The text and the chain of err stay as they are, and the mark is seen through
// any wrapping: errors.Is(err, [ErrPermanent]). Permanent(nil) is nil.
func Permanent(err error) error {
	if err == nil {
		return nil
	}
	return &permanentError{err}
}

type permanentError struct{ error }

func (e *permanentError) Unwrap() error        { return e.error }
func (e *permanentError) Is(target error) bool { return target == ErrPermanent }

// RetryAfter marks err with a delay that the other side asked for: [Retry]
// waits at least d before the next attempt, and [RetryConfig].MaxServerDelay at
// most. A negative d asks for no retry at all, as gRPC's push-back does.
// RetryAfter(d, nil) is nil.
//
// An error of another package is understood too if it has the method
// RetryAfter() time.Duration. If it also has Retrying(), that is called before
// the wait, when it is certain that another attempt follows: the place to let go
// of what the error holds.
func RetryAfter(d time.Duration, err error) error {
	if err == nil {
		return nil
	}
	return &delayedError{err, d}
}

type delayedError struct {
	error
	delay time.Duration
}

func (e *delayedError) Unwrap() error             { return e.error }
func (e *delayedError) RetryAfter() time.Duration { return e.delay }

// readMarks reads what an error says about a retry: the delay it asks for and the
// error that carries it, and whether it is permanent. Of a nested retry only the last
// attempt speaks of delays: what the earlier ones were told has been waited for.
func readMarks(err error) (delay time.Duration, carrier error, permanent bool) {
	switch err.(type) { //nolint:errorlint // An error without these methods wraps nothing and says nothing.
	case interface{ Unwrap() error }, interface{ Unwrap() []error }, interface{ Is(error) bool }, interface{ As(any) bool }, retryAfter:
	default:
		return 0, nil, err == ErrPermanent //nolint:errorlint // It wraps nothing: most errors end here.
	}
	permanent = errors.Is(err, ErrPermanent)
	for {
		nested, ok := errors.AsType[*RetryError](err)
		if !ok || len(nested.Errs) == 0 {
			break
		}
		err = nested.Errs[len(nested.Errs)-1]
	}
	if e, ok := errors.AsType[retryAfter](err); ok {
		delay, carrier = e.RetryAfter(), e
	}
	return delay, carrier, permanent || delay < 0
}

// retryAfter is an error that carries a delay.
type retryAfter interface {
	error
	RetryAfter() time.Duration
}

// contextError is the error of a context that has ended, with its cause.
func contextError(ctx context.Context) error {
	err, cause := ctx.Err(), context.Cause(ctx)
	if cause == nil || errors.Is(err, cause) {
		return err
	}
	return fmt.Errorf("%w: %w", err, cause)
}
