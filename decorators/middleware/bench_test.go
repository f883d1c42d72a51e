package middleware_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/goconcepts/cookbook/decorators"
	"github.com/goconcepts/cookbook/decorators/middleware"
)

type all interface {
	http.ResponseWriter
	http.Flusher
	http.Hijacker
	io.ReaderFrom
	http.Pusher
}

// idle does nothing with a status.
type idle struct{ all }

func (idle) WriteHeader(int) {}

func BenchmarkWrap(b *testing.B) {
	inner := http.ResponseWriter(idle{writers[15](&fake{header: http.Header{}}).(all)})
	b.ReportAllocs()
	for b.Loop() {
		w, _ := middleware.Wrap(inner)
		w.WriteHeader(http.StatusTeapot)
	}
}

func BenchmarkRetryTripper(b *testing.B) {
	answer := &http.Response{StatusCode: 200, Body: http.NoBody}
	transport := retries(b, decorators.RetryConfig{})(middleware.RoundTripFunc(func(*http.Request) (*http.Response, error) { return answer, nil }))
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	b.ReportAllocs()
	for b.Loop() {
		_, _ = transport.RoundTrip(r) //nolint:bodyclose // It has none.
	}
}
