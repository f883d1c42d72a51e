package middleware

import (
	"context"
	"errors"
	"net/http"

	"github.com/goconcepts/cookbook/decorators"
)

// Tripper is a decorator of an http.RoundTripper, the client's side of middleware.
type Tripper func(http.RoundTripper) http.RoundTripper

// RoundTripFunc is a function as an http.RoundTripper.
type RoundTripFunc func(*http.Request) (*http.Response, error)

// RoundTrip calls f.
func (f RoundTripFunc) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// Transport wraps base, http.DefaultTransport if nil, in layers, the first
// outermost. Put the result into http.Client.Transport.
func Transport(base http.RoundTripper, layers ...Tripper) http.RoundTripper {
	if base == nil {
		base = http.DefaultTransport
	}
	for i := len(layers) - 1; i >= 0; i-- {
		base = layers[i](base)
	}
	return base
}

// Header sets a header on each request, on a copy: the caller's request is not
// changed. A value from the caller is replaced. The cost is a copy of the
// request and of its header.
//
// A transport also sees redirects, to other hosts too: a secret belongs here
// only if the client follows none, or checks the host.
func Header(key, value string) Tripper {
	return func(next http.RoundTripper) http.RoundTripper {
		return RoundTripFunc(func(r *http.Request) (*http.Response, error) {
			r = r.WithContext(r.Context()) // a shallow copy
			r.Header = r.Header.Clone()
			if r.Header == nil {
				r.Header = http.Header{}
			}
			r.Header.Set(key, value)
			return next.RoundTrip(r)
		})
	}
}

// errServer tells a gate of an answer that means failure.
var errServer = errors.New("middleware: server error")

// Limit puts requests behind a gate: a [decorators.Limiter], [decorators.Bulkhead]
// or [decorators.Breaker]. A request that is refused is not sent. For a breaker
// an answer of 500 or more is a failure too; the caller gets it as it is. The
// request has passed the gate when the answer's head is there, not when its body has been read.
func Limit(g decorators.Gate) Tripper {
	return func(next http.RoundTripper) http.RoundTripper {
		sent := decorators.Guard(g, func(_ context.Context, r *http.Request) (*http.Response, error) {
			answer, err := next.RoundTrip(r)
			if err == nil && answer.StatusCode >= 500 {
				err = errServer
			}
			return answer, err
		})
		return RoundTripFunc(func(r *http.Request) (*http.Response, error) {
			answer, err := sent(r.Context(), r)
			switch {
			case errors.Is(err, errServer):
				return answer, nil
			case err != nil && answer == nil:
				closeBody(r) // a refused request's body must be closed as well; twice does no harm
			}
			return answer, err
		})
	}
}

// closeBody closes a request's body, as each RoundTripper must, also on errors.
func closeBody(r *http.Request) {
	if r.Body != nil {
		_ = r.Body.Close()
	}
}
