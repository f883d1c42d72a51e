package middleware_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"time"

	"github.com/goconcepts/cookbook/decorators"
	"github.com/goconcepts/cookbook/decorators/middleware"
)

func ExampleChain() {
	handler := middleware.Chain(
		http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "hello") }),
		middleware.RequestID,
		middleware.Recover(nil),
		middleware.Timeout(5*time.Second),
		middleware.Compress,
	)
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
	fmt.Println(w.Code, w.Body, len(w.Header().Get("X-Request-Id")) > 20)
	// Output: 200 hello true
}

func ExampleWrap() {
	recorder := httptest.NewRecorder()
	w, written := middleware.Wrap(recorder)
	_, canFlush := w.(http.Flusher)
	fmt.Fprint(w, "hello")
	fmt.Println(canFlush, written.Status, written.Bytes)
	// Output: true 200 5
}

func ExampleObserve() {
	counted := middleware.Observe(func(r *http.Request, o middleware.Observation) {
		fmt.Println(r.URL.Path, o.Status, o.Bytes, o.Panicked, o.Duration >= 0)
	})
	counted(http.NotFoundHandler()).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/nowhere", nil))
	// Output: /nowhere 404 19 false true
}

func ExampleLog() {
	logger := slog.New(slog.NewTextHandler(os.Stdout, &slog.HandlerOptions{
		ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
			if a.Key == slog.TimeKey || a.Key == "took" {
				return slog.Attr{}
			}
			return a
		},
	}))
	r := httptest.NewRequest("GET", "/users?token=secret", nil)
	r.Header.Set("X-Request-Id", "r-7")
	middleware.Chain(http.NotFoundHandler(), middleware.RequestID, middleware.Log(logger)).ServeHTTP(httptest.NewRecorder(), r)
	// Output: level=INFO msg=request method=GET path=/users status=404 bytes=19 id=r-7
}

func ExampleRecover() {
	report := func(_ *http.Request, value any, _ []byte) { fmt.Println("panic:", value) }
	broken := http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("no map") })
	w := httptest.NewRecorder()
	middleware.Recover(report)(broken).ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
	fmt.Println(w.Code)
	// Output:
	// panic: no map
	// 500
}

func ExampleTimeout() {
	slow := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	w := httptest.NewRecorder()
	middleware.Timeout(time.Millisecond)(slow).ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
	fmt.Println(w.Code)
	// Output: 503
}

func ExampleRequestID() {
	hello := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { fmt.Println(middleware.ID(r.Context())) })
	r := httptest.NewRequest("GET", "/", nil)
	r.Header.Set("X-Request-Id", "from-the-proxy")
	middleware.RequestID(hello).ServeHTTP(httptest.NewRecorder(), r)
	// Output: from-the-proxy
}

func ExampleID() {
	fmt.Printf("%q\n", middleware.ID(context.Background()))
	// Output: ""
}

func ExampleCompress() {
	page := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, strings.Repeat("text ", 10_000)) })
	r := httptest.NewRequest("GET", "/", nil)
	r.Header.Set("Accept-Encoding", "gzip")
	w := httptest.NewRecorder()
	middleware.Compress(page).ServeHTTP(w, r)
	fmt.Println(w.Header().Get("Content-Encoding"), w.Header().Get("Content-Type"), w.Body.Len() < 5000)
	// Output: gzip text/plain; charset=utf-8 true
}

func ExampleTransport() {
	server := middleware.RoundTripFunc(func(r *http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: 200, Body: io.NopCloser(strings.NewReader("for " + r.UserAgent()))}, nil
	})
	limiter, _ := decorators.NewLimiter(decorators.LimiterConfig{Rate: 10, Burst: 5})
	policy, _ := decorators.NewRetryPolicy(decorators.RetryConfig{Attempts: 3})
	client := &http.Client{Transport: middleware.Transport(server, // nil for the network
		middleware.RetryTripper(policy),
		middleware.Limit(limiter),
		middleware.Header("User-Agent", "cookbook/1"),
	)}
	answer, err := client.Get("http://example.org/")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer answer.Body.Close()
	body, _ := io.ReadAll(answer.Body)
	fmt.Println(answer.StatusCode, string(body))
	// Output: 200 for cookbook/1
}

func ExampleRetryTripper() {
	busy := true
	server := middleware.RoundTripFunc(func(*http.Request) (*http.Response, error) {
		answer := &http.Response{StatusCode: 200, Header: http.Header{}, Body: http.NoBody}
		if busy {
			busy, answer.StatusCode = false, 503
			answer.Header.Set("Retry-After", "0")
		}
		fmt.Println("server:", answer.StatusCode)
		return answer, nil
	})
	policy, _ := decorators.NewRetryPolicy(decorators.RetryConfig{
		Attempts: 3,
		Backoff:  func(int, time.Duration, uint64) time.Duration { return time.Millisecond },
	})
	client := &http.Client{Transport: middleware.RetryTripper(policy)(server)}
	answer, err := client.Get("http://example.org/")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer answer.Body.Close()
	fmt.Println("client:", answer.StatusCode)
	// Output:
	// server: 503
	// server: 200
	// client: 200
}

func ExampleTripper() {
	layers := []middleware.Tripper{middleware.Header("Authorization", "Bearer k")}
	server := middleware.RoundTripFunc(func(r *http.Request) (*http.Response, error) {
		fmt.Println(r.Header.Get("Authorization"))
		return &http.Response{StatusCode: 204, Body: http.NoBody}, nil
	})
	answer, err := (&http.Client{Transport: middleware.Transport(server, layers...)}).Get("http://example.org/")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer answer.Body.Close()
	fmt.Println(answer.StatusCode)
	// Output:
	// Bearer k
	// 204
}

func ExampleWritten() {
	var written middleware.Written
	fmt.Println(written.Status, written.Bytes, written.Hijacked)
	// Output: 0 0 false
}
