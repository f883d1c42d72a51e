package middleware

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/goconcepts/cookbook/decorators"
)

// drained is how much of a discarded body is read so that its connection can be used again.
const drained = 64 << 10

// RetryTripper repeats requests by a policy: after errors of the connection, and
// after the answers 429, 502, 503 and 504. A Retry-After, in seconds or as an
// HTTP date, is the least wait, bounded by the policy's MaxServerDelay; one that
// makes no sense is as if it were not there, and then the backoff decides.
//
//   - Only requests that may be repeated: GET, HEAD, OPTIONS, TRACE, PUT, DELETE, or any
//     with an Idempotency-Key (or X-Idempotency-Key) header.
//   - Only bodies that can be had again: the request's GetBody, which
//     http.NewRequest sets for buffers and strings. Nothing is buffered here.
//   - The last answer reaches the caller as it is, with its body, also when the
//     deadline leaves no time for another attempt. If there is none, the error is
//     a [*decorators.RetryError]. If the context ended, so it is as well.
//   - The bodies of answers before it are read to 64 kB at most and closed,
//     before the wait.
//   - A certificate that does not verify is not retried. The caller's request is
//     not changed.
//
// Put it outside of [Limit], so that each attempt passes the gate. It panics if
// p is nil or has PerAttempt, which would cut the answer's body off: bound an
// attempt by http.Transport.ResponseHeaderTimeout.
func RetryTripper(p *decorators.RetryPolicy) Tripper {
	if p == nil || p.PerAttempt() != 0 {
		panic("middleware: RetryTripper: nil policy, or one with PerAttempt")
	}
	return func(next http.RoundTripper) http.RoundTripper {
		return RoundTripFunc(func(r *http.Request) (*http.Response, error) {
			if !repeatable(r) {
				return next.RoundTrip(r)
			}
			t := &trip{next: next}
			answer, err := decorators.Retry(p, t.attempt)(r.Context(), r)
			if err == nil {
				return answer, nil
			}
			if t.attempts == 0 {
				closeBody(r)
			}
			if t.last == nil || t.last.gone {
				return nil, err
			}
			if ended(r.Context(), err) {
				discard(answer)
				return nil, err
			}
			return answer, nil
		})
	}
}

// ended reports whether it was the end of the context that ended the retries.
func ended(ctx context.Context, err error) bool {
	failed, ok := errors.AsType[*decorators.RetryError](err)
	return ok && ctx.Err() != nil && errors.Is(failed.Reason, ctx.Err()) && !errors.Is(failed.Reason, decorators.ErrDeadline)
}

// trip is one request with its attempts.
type trip struct {
	next     http.RoundTripper
	attempts int
	last     *statusError // of the last attempt, nil if that brought no answer
}

func (t *trip) attempt(ctx context.Context, r *http.Request) (*http.Response, error) {
	t.attempts, t.last = t.attempts+1, nil
	if t.attempts > 1 && r.Body != nil && r.Body != http.NoBody {
		body, err := r.GetBody()
		if err != nil {
			return nil, decorators.Permanent(err)
		}
		r = r.WithContext(ctx)
		r.Body = body
	} else if ctx != r.Context() {
		r = r.WithContext(ctx)
	}
	answer, err := t.next.RoundTrip(r)
	if err != nil {
		if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
			err = decorators.Permanent(err)
		}
		return nil, err
	}
	switch answer.StatusCode {
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		t.last = &statusError{answer: answer, after: retryAfter(answer.Header.Get("Retry-After"), time.Now())}
		return answer, t.last
	}
	return answer, nil
}

// statusError is an answer that is worth another attempt.
type statusError struct {
	answer *http.Response
	after  time.Duration
	gone   bool // the body has been discarded
}

func (e *statusError) Error() string { return fmt.Sprintf("middleware: status %s", e.answer.Status) }

// RetryAfter is never negative.
func (e *statusError) RetryAfter() time.Duration { return e.after }

// Retrying is called when another attempt is certain.
func (e *statusError) Retrying() {
	e.gone = true
	discard(e.answer)
}

// discard reads a bounded rest of the body, so that the connection can be kept, and closes it.
func discard(answer *http.Response) {
	_, _ = io.CopyN(io.Discard, answer.Body, drained)
	_ = answer.Body.Close()
}

// retryAfter reads a Retry-After by RFC 9110, 10.2.3: digits are seconds, however
// many; else one of the three HTTP dates. What is neither, or past, is 0.
func retryAfter(value string, now time.Time) time.Duration {
	if value == "" {
		return 0
	}
	digits := true
	for _, c := range []byte(value) {
		digits = digits && '0' <= c && c <= '9'
	}
	if digits {
		seconds, err := strconv.ParseUint(value, 10, 64)
		if err != nil || seconds > math.MaxInt64/uint64(time.Second) {
			return math.MaxInt64
		}
		return time.Duration(seconds) * time.Second
	}
	date, err := http.ParseTime(value)
	if err != nil {
		return 0
	}
	return max(0, date.Sub(now))
}

// repeatable reports whether r may be sent twice, and can be.
func repeatable(r *http.Request) bool {
	if r.Body != nil && r.Body != http.NoBody && r.GetBody == nil {
		return false
	}
	switch r.Method {
	case "", http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodTrace, http.MethodPut, http.MethodDelete:
		return true
	}
	return r.Header.Get("Idempotency-Key") != "" || r.Header.Get("X-Idempotency-Key") != ""
}
