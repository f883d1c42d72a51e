package middleware

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// Timeout ends the request's context after d. A handler that heeds it and
// returns without having written anything is answered for: 503. The handler
// keeps its goroutine and its ResponseWriter, so it may stream and flush;
// http.TimeoutHandler instead buffers the answer and leaves a handler that does
// not heed its context running.
//
// It panics if d is not positive. It costs a context with a timer, and the wrapped writer.
func Timeout(d time.Duration) func(http.Handler) http.Handler {
	if d <= 0 {
		panic("middleware: Timeout: not a positive duration")
	}
	cause := fmt.Errorf("middleware: request timeout after %v: %w", d, context.DeadlineExceeded)
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			ctx, cancel := context.WithTimeoutCause(r.Context(), d, cause)
			defer cancel()
			wrapped, written := Wrap(w)
			next.ServeHTTP(wrapped, r.WithContext(ctx))
			if written.Status == 0 && !written.Hijacked && errors.Is(context.Cause(ctx), cause) {
				http.Error(wrapped, http.StatusText(http.StatusServiceUnavailable), http.StatusServiceUnavailable)
			}
		})
	}
}
