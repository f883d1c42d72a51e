package middleware_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/decorators"
	"github.com/goconcepts/cookbook/decorators/middleware"
)

func retries(t testing.TB, c decorators.RetryConfig) middleware.Tripper {
	t.Helper()
	if c.Attempts == 0 {
		c.Attempts = 3
	}
	if c.Backoff == nil {
		c.Backoff = func(int, time.Duration, uint64) time.Duration { return time.Second }
	}
	p, err := decorators.NewRetryPolicy(c)
	require.NoError(t, err)
	return middleware.RetryTripper(p)
}

// body is an answer's body that knows what became of it.
type body struct {
	io.Reader
	read   int
	closed int
}

func (b *body) Read(p []byte) (int, error) { n, err := b.Reader.Read(p); b.read += n; return n, err }
func (b *body) Close() error               { b.closed++; return nil }

// scripted answers as its entries say: a status, with a Retry-After perhaps, or an error.
type scripted struct {
	script []any
	bodies []*body
	sent   []string // the requests' bodies
	at     []time.Time
}

func (s *scripted) RoundTrip(r *http.Request) (*http.Response, error) {
	s.at = append(s.at, time.Now())
	text := ""
	if r.Body != nil {
		b, _ := io.ReadAll(r.Body)
		text = string(b)
		r.Body.Close()
	}
	s.sent = append(s.sent, text)
	next := s.script[min(len(s.at), len(s.script))-1]
	if err, ok := next.(error); ok {
		return nil, err
	}
	answer := &http.Response{StatusCode: 200, Header: http.Header{}, Request: r}
	switch next := next.(type) {
	case int:
		answer.StatusCode = next
	case string:
		answer.StatusCode = 503
		answer.Header.Set("Retry-After", next)
	}
	b := &body{Reader: strings.NewReader(strings.Repeat("x", 1<<20))}
	s.bodies = append(s.bodies, b)
	answer.Body = b
	return answer, nil
}

func get(t testing.TB, ctx context.Context) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://example.org/", nil)
	require.NoError(t, err)
	return r
}

func TestRetryTripperAnswers(t *testing.T) {
	reset := errors.New("connection reset")
	for _, row := range []struct {
		name   string
		script []any
		calls  int
		status int
		err    error
		took   time.Duration
	}{
		{"well at once", []any{200}, 1, 200, nil, 0},
		{"429, 503, then well", []any{429, 503, 200}, 3, 200, nil, 2 * time.Second},
		{"not found is an answer", []any{404}, 1, 404, nil, 0},
		{"500 is not known to pass", []any{500}, 1, 500, nil, 0},
		{"the last answer reaches the caller", []any{503}, 3, 503, nil, 2 * time.Second},
		{"an error, then well", []any{reset, 200}, 2, 200, nil, time.Second},
		{"only errors", []any{reset}, 3, 0, reset, 2 * time.Second},
		{"an answer, then errors", []any{503, reset, reset}, 3, 0, reset, 2 * time.Second},
		{"a certificate that does not verify", []any{&tls.CertificateVerificationError{Err: reset}}, 1, 0, reset, 0},
		{"Retry-After in seconds", []any{"7", 200}, 2, 200, nil, 7 * time.Second},
		{"shorter than the backoff", []any{"0", 200}, 2, 200, nil, time.Second},
		{"RFC 1123 date", []any{"Sat, 01 Jan 2000 00:00:20 GMT", 200}, 2, 200, nil, 20 * time.Second},
		{"RFC 850 date", []any{"Saturday, 01-Jan-00 00:00:20 GMT", 200}, 2, 200, nil, 20 * time.Second},
		{"asctime date", []any{"Sat Jan  1 00:00:20 2000", 200}, 2, 200, nil, 20 * time.Second},
		{"a date that is past", []any{"Fri, 31 Dec 1999 23:59:59 GMT", 200}, 2, 200, nil, time.Second},
		{"a number past all bounds", []any{"99999999999999999999999", 200}, 2, 200, nil, 2 * time.Minute},
		{"one that overflows a Duration", []any{"9223372037", 200}, 2, 200, nil, 2 * time.Minute},
		{"a date past all bounds", []any{"Fri, 31 Dec 9999 23:59:59 GMT", 200}, 2, 200, nil, 2 * time.Minute},
		{"negative", []any{"-5", 200}, 2, 200, nil, time.Second},
		{"a fraction", []any{"1.5", 200}, 2, 200, nil, time.Second},
		{"nonsense", []any{"soon", 200}, 2, 200, nil, time.Second},
	} {
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &scripted{script: row.script}
				begun := time.Now()
				answer, err := retries(t, decorators.RetryConfig{MaxServerDelay: 2 * time.Minute})(s).RoundTrip(get(t, t.Context()))
				require.Equal(t, row.took, time.Since(begun))
				require.Len(t, s.at, row.calls)
				for _, b := range s.bodies[:max(0, len(s.bodies)-1)] {
					require.Equal(t, 1, b.closed, "a discarded body is closed")
					require.LessOrEqual(t, b.read, 64<<10+1, "and drained within a bound")
					require.Positive(t, b.read)
				}
				if row.err != nil {
					require.ErrorIs(t, err, row.err)
					require.Nil(t, answer)
					return
				}
				require.NoError(t, err)
				require.Equal(t, row.status, answer.StatusCode)
				last := s.bodies[len(s.bodies)-1]
				require.Zero(t, last.closed)
				require.Zero(t, last.read, "the last body is whole")
			})
		})
	}
}

func TestRetryTripperDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		s := &scripted{script: []any{"60", 200}}
		begun := time.Now()
		answer, err := retries(t, decorators.RetryConfig{})(s).RoundTrip(get(t, ctx))
		require.NoError(t, err)
		require.Equal(t, 503, answer.StatusCode)
		require.Zero(t, time.Since(begun), "beyond the deadline it fails now")
		require.Zero(t, s.bodies[0].closed)

		s = &scripted{script: []any{errors.New("reset")}}
		_, err = retries(t, decorators.RetryConfig{Backoff: func(int, time.Duration, uint64) time.Duration { return time.Hour }})(s).RoundTrip(get(t, ctx))
		require.ErrorIs(t, err, decorators.ErrDeadline)
	})
}

func TestRetryTripperCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(300*time.Millisecond, cancel)
		s := &scripted{script: []any{503}}
		begun := time.Now()
		answer, err := retries(t, decorators.RetryConfig{})(s).RoundTrip(get(t, ctx))
		require.ErrorIs(t, err, context.Canceled)
		require.Nil(t, answer)
		require.Equal(t, 300*time.Millisecond, time.Since(begun))
		require.Equal(t, 1, s.bodies[0].closed)

		r := get(t, ctx) // ended already: nothing is sent, and the body is closed all the same
		b := &body{Reader: strings.NewReader("text")}
		r.Method, r.Body, r.GetBody = http.MethodPut, b, func() (io.ReadCloser, error) { return b, nil }
		_, err = retries(t, decorators.RetryConfig{})(s).RoundTrip(r)
		require.ErrorIs(t, err, context.Canceled)
		require.Len(t, s.at, 1)
		require.Equal(t, 1, b.closed)
	})
}

// The context ends while the answer is on its way: its body could not be read any more.
func TestRetryTripperCancelledInTheAttempt(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s := &scripted{script: []any{503}}
	next := middleware.RoundTripFunc(func(r *http.Request) (*http.Response, error) {
		defer cancel()
		return s.RoundTrip(r)
	})
	answer, err := retries(t, decorators.RetryConfig{})(next).RoundTrip(get(t, ctx))
	require.ErrorIs(t, err, context.Canceled)
	require.Nil(t, answer)
	require.Equal(t, 1, s.bodies[0].closed)
}

func TestRetryTripperRequests(t *testing.T) {
	for _, row := range []struct {
		name, method, key string
		body              io.Reader
		calls             int
	}{
		{"GET", "GET", "", nil, 3},
		{"PUT rewound by GetBody", "PUT", "", strings.NewReader("text"), 3},
		{"DELETE", "DELETE", "", nil, 3},
		{"POST", "POST", "", strings.NewReader("text"), 1},
		{"PATCH", "PATCH", "", strings.NewReader("text"), 1},
		{"POST with a key", "POST", "Idempotency-Key", bytes.NewReader([]byte("text")), 3},
		{"POST with the other key", "POST", "X-Idempotency-Key", bytes.NewReader([]byte("text")), 3},
		{"a body that cannot be had again", "PUT", "", io.MultiReader(strings.NewReader("text")), 1},
	} {
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &scripted{script: []any{503}}
				r, err := http.NewRequest(row.method, "http://example.org/", row.body)
				require.NoError(t, err)
				if row.key != "" {
					r.Header.Set(row.key, "k-1")
				}
				before := *r
				header := r.Header.Clone()
				answer, err := retries(t, decorators.RetryConfig{})(s).RoundTrip(r)
				require.NoError(t, err)
				require.Equal(t, 503, answer.StatusCode)
				require.Len(t, s.at, row.calls)
				for _, sent := range s.sent {
					require.Equal(t, row.body != nil, sent == "text")
				}
				require.Equal(t, header, r.Header, "the caller's request is unchanged")
				require.Equal(t, before.Body, r.Body)
				require.Equal(t, before.Context(), r.Context())
			})
		})
	}
}

func TestRetryTripperGetBodyFails(t *testing.T) {
	gone := errors.New("file gone")
	synctest.Test(t, func(t *testing.T) {
		r, err := http.NewRequest(http.MethodPut, "http://example.org/", strings.NewReader("text"))
		require.NoError(t, err)
		r.GetBody = func() (io.ReadCloser, error) { return nil, gone }
		s := &scripted{script: []any{503}}
		answer, err := retries(t, decorators.RetryConfig{})(s).RoundTrip(r)
		require.ErrorIs(t, err, gone)
		require.Nil(t, answer)
		require.Len(t, s.at, 1)
	})
	p, err := decorators.NewRetryPolicy(decorators.RetryConfig{Attempts: 2, PerAttempt: time.Second})
	require.NoError(t, err)
	require.Panics(t, func() { middleware.RetryTripper(p) })
	require.Panics(t, func() { middleware.RetryTripper(nil) })
}

func TestLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, err := decorators.NewBreaker(decorators.BreakerConfig{Failures: 1})
		require.NoError(t, err)
		s := &scripted{script: []any{500, 200}}
		transport := middleware.Transport(s, middleware.Limit(b))
		answer, err := transport.RoundTrip(get(t, t.Context()))
		require.NoError(t, err, "the answer reaches the caller as it is")
		require.Equal(t, 500, answer.StatusCode)
		require.Equal(t, decorators.Open, b.State(), "and counts as a failure")

		r, err := http.NewRequest(http.MethodPost, "http://example.org/", strings.NewReader("text"))
		require.NoError(t, err)
		sent := &body{Reader: strings.NewReader("text")}
		r.Body = sent
		_, err = transport.RoundTrip(r)
		require.ErrorIs(t, err, decorators.ErrOpen)
		require.Equal(t, 1, sent.closed, "a refused request's body is closed")
		require.Len(t, s.at, 1)

		// A retry outside waits until the breaker may be probed.
		begun := time.Now()
		answer, err = middleware.Transport(s, retries(t, decorators.RetryConfig{}), middleware.Limit(b)).RoundTrip(get(t, t.Context()))
		require.NoError(t, err)
		require.Equal(t, 200, answer.StatusCode)
		require.Equal(t, 10*time.Second, time.Since(begun))
	})
}

func TestHeader(t *testing.T) {
	var got []string
	next := middleware.RoundTripFunc(func(r *http.Request) (*http.Response, error) {
		got = r.Header["X-Key"]
		return &http.Response{StatusCode: 200, Body: http.NoBody}, nil
	})
	r := get(t, t.Context())
	r.Header.Set("X-Key", "the caller's")
	_, err := middleware.Transport(next, middleware.Header("X-Key", "ours")).RoundTrip(r) //nolint:bodyclose // It has none.
	require.NoError(t, err)
	require.Equal(t, []string{"ours"}, got)
	require.Equal(t, "the caller's", r.Header.Get("X-Key"))
	r.Header = nil
	_, err = middleware.Transport(next, middleware.Header("X-Key", "ours")).RoundTrip(r) //nolint:bodyclose // It has none.
	require.NoError(t, err)
	require.Nil(t, r.Header)
	require.NotNil(t, middleware.Transport(nil))
}
