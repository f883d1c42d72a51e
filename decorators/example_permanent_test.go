package decorators_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/goconcepts/cookbook/decorators"
)

// What must not be retried?
//
// What another try cannot mend: a bad request, a missing right, a bug. What may
// not happen twice: a payment without an idempotency key. And nothing at all
// once the caller's context has ended. The function that knows marks its error
// as permanent; the retry asks errors.Is, so the mark survives wrapping.
//
// Follow-ups:
//   - Which errors are worth a retry? Refused or reset connections, timeouts of one attempt, HTTP 429 and 503, serialization failures of a database.
//   - Why keep every cause? The first failure explains, the last only says that it was hopeless; errors.Is finds them all through Unwrap() []error.
//   - And a panic? It is a bug and passes through: a retry would hide it.
//
// Pitfalls:
//   - Comparing with == instead of errors.Is: a wrapped permanent error is then retried.
//   - Treating every context.DeadlineExceeded as final: that of one attempt may be retried while the caller's own context is alive.
//
// Trade-offs: A mark at the source is exact but couples it to this package; RetryConfig.RetryIf decides
// from outside, for code that one cannot change.
//
// From Python: "except Exception" in the Python original retries a TypeError as patiently as a
// timeout, and only the last exception is raised; the earlier ones are printed and lost.
//
// Level: mid. Tags: retry, errors, context. Since: go1.20. See: decorators/retry, [errors.Is].
func Example_permanent() {
	policy, _ := decorators.NewRetryPolicy(decorators.RetryConfig{Attempts: 5})
	calls := 0
	read := decorators.Retry(policy, func(_ context.Context, name string) (string, error) {
		calls++
		return "", fmt.Errorf("read %s: %w", name, decorators.Permanent(fs.ErrPermission))
	})
	_, err := read(context.Background(), "/etc/shadow")
	fmt.Println("permanent:", calls, "call,", errors.Is(err, fs.ErrPermission), errors.Is(err, decorators.ErrPermanent))

	calls = 0
	shutdown, refused := errors.New("shutting down"), errors.New("connection refused")
	ctx, cancel := context.WithCancelCause(context.Background())
	dial := decorators.Retry(policy, func(context.Context, string) (string, error) {
		calls++
		cancel(shutdown)
		return "", refused
	})
	_, err = dial(ctx, "db:5432")
	fmt.Println("cancelled:", calls, "call,", errors.Is(err, context.Canceled), errors.Is(err, shutdown), errors.Is(err, refused))

	calls = 0
	_, err = dial(ctx, "db:5432")
	fmt.Println("already cancelled:", calls, "calls,", errors.Is(err, shutdown))
	// Output:
	// permanent: 1 call, true true
	// cancelled: 1 call, true true true
	// already cancelled: 0 calls, true
}
