package middleware_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/goconcepts/cookbook/decorators"
	"github.com/goconcepts/cookbook/decorators/middleware"
)

func BenchmarkWrap(b *testing.B) {
	inner := writers()[7](&fake{header: http.Header{}})
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
