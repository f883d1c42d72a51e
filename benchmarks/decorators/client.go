package decorators

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/goconcepts/cookbook/benchmarks/harness"
)

func clientRows() []harness.Row {
	has := func(p peer) bool { return p.client != nil }
	waits := func(name, value string, low, high time.Duration) harness.Row {
		return row("client: Retry-After "+name, has, waited(value, low, high))
	}
	day := 24 * time.Hour
	return []harness.Row{
		waits("in seconds is waited for", "7", 7*time.Second, 8*time.Second),
		// The clock of the bubble begins at midnight of 1 January 2000 in UTC.
		waits("as an RFC 1123 date is waited for", "Sat, 01 Jan 2000 00:00:20 GMT", 19*time.Second, 21*time.Second),
		waits("as an RFC 850 date is waited for", "Saturday, 01-Jan-00 00:00:20 GMT", 19*time.Second, 21*time.Second),
		waits("as an asctime date is waited for", "Sat Jan  1 00:00:20 2000", 19*time.Second, 21*time.Second),
		waits("of a number past all bounds never means at once", "99999999999999999999999", time.Second, 100*365*day),
		waits("that overflows a Duration never means at once", "9223372037", time.Second, 100*365*day),
		waits("that is negative never means at once", "-5", time.Second, time.Minute),
		waits("of an hour is bounded to minutes", "3600", time.Second, 10*time.Minute),
		row("client: a delay beyond the deadline fails now", has, beyondDeadline),
		row("client: a body is rewound by GetBody", has, rewound),
		row("client: a body is never buffered whole", has, notBuffered),
		row("client: POST is not repeated without an idempotency key", has, posted),
		row("client: a discarded body is closed", has, closed),
		row("client: a discarded body is drained within 1 MB", has, drained),
		row("client: the last answer reaches the caller with its body", has, lastAnswer),
		row("client: the caller's request is unchanged", has, unchanged),
	}
}

// server answers 503 a number of times, then 200.
type server struct {
	busy   int
	header http.Header
	size   int64 // of an answer's body
	at     []time.Time
	sent   []string
	bodies []*body
}

// body is an endless body, up to size, that notes what becomes of it.
type body struct {
	left   int64
	read   int64
	closed bool
}

func (b *body) Read(p []byte) (int, error) {
	if b.left == 0 {
		return 0, io.EOF
	}
	n := min(int64(len(p)), b.left)
	b.left, b.read = b.left-n, b.read+n
	clear(p[:n])
	return int(n), nil
}

func (b *body) Close() error { b.closed = true; return nil }

func (s *server) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	s.at = append(s.at, time.Now())
	text := ""
	if r.Body != nil {
		b, _ := io.ReadAll(r.Body)
		text = string(b)
		_ = r.Body.Close()
	}
	s.sent = append(s.sent, text)
	b := &body{left: max(s.size, 10)}
	s.bodies = append(s.bodies, b)
	answer := &http.Response{
		StatusCode: 200, Status: "200 OK", Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{}, Body: b, ContentLength: b.left, Request: r,
	}
	if len(s.at) <= s.busy {
		answer.StatusCode, answer.Status = 503, "503 Service Unavailable"
		if s.header != nil {
			answer.Header = s.header.Clone()
		}
	}
	return answer, nil
}

func get(ctx context.Context) *http.Request {
	return must(http.NewRequestWithContext(ctx, http.MethodGet, "http://example.org/", nil))
}

// waited asks for the time between the first attempt and the second.
func waited(value string, low, high time.Duration) func(peer) error {
	return func(p peer) error {
		return inBubble(func() error {
			s := &server{busy: 1, header: http.Header{"Retry-After": {value}}}
			answer, err := p.client(s).RoundTrip(get(context.Background()))
			if err != nil {
				return err
			}
			if answer.StatusCode != 200 || len(s.at) != 2 {
				return fmt.Errorf("status %d after %d attempts", answer.StatusCode, len(s.at))
			}
			if took := s.at[1].Sub(s.at[0]); took < low || took > high {
				return fmt.Errorf("waited %v", took)
			}
			return nil
		})
	}
}

func beyondDeadline(p peer) error {
	return inBubble(func() error {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		s := &server{busy: 1, header: http.Header{"Retry-After": {"60"}}}
		begun := time.Now()
		_, _ = p.client(s).RoundTrip(get(ctx)) //nolint:bodyclose // The body is the test's own.
		if took := time.Since(begun); took > 0 {
			return fmt.Errorf("waited %v for a delay that the deadline cuts", took)
		}
		return nil
	})
}

func put(method, text string) *http.Request {
	return must(http.NewRequest(method, "http://example.org/", strings.NewReader(text)))
}

func rewound(p peer) error {
	return inBubble(func() error {
		s := &server{busy: 2}
		if _, err := p.client(s).RoundTrip(put(http.MethodPut, "text")); err != nil { //nolint:bodyclose // The body is the test's own.
			return err
		}
		if got := strings.Join(s.sent, " "); got != "text text text" {
			return fmt.Errorf("sent %q", got)
		}
		return nil
	})
}

// lazy is a request's body that counts what was read before the transport had it.
type lazy struct {
	io.Reader
	read *int
}

func (l lazy) Read(p []byte) (int, error) { n, err := l.Reader.Read(p); *l.read += n; return n, err }
func (l lazy) Close() error               { return nil }

type seen struct {
	http.RoundTripper
	before func()
}

func (s seen) RoundTrip(r *http.Request) (*http.Response, error) {
	s.before()
	return s.RoundTripper.RoundTrip(r)
}

func notBuffered(p peer) error {
	return inBubble(func() error {
		read, buffered := 0, 0
		open := func() (io.ReadCloser, error) { return lazy{strings.NewReader(strings.Repeat("x", 1<<20)), &read}, nil }
		r := put(http.MethodPut, "")
		r.Body, r.GetBody, r.ContentLength = must(open()), open, 1<<20
		first := true
		transport := p.client(seen{&server{}, func() {
			if first {
				buffered, first = read, false
			}
		}})
		if _, err := transport.RoundTrip(r); err != nil { //nolint:bodyclose // The body is the test's own.
			return err
		}
		if buffered > 0 {
			return fmt.Errorf("%d bytes were read before the request was sent", buffered)
		}
		return nil
	})
}

func posted(p peer) error {
	return inBubble(func() error {
		s := &server{busy: 1}
		_, _ = p.client(s).RoundTrip(put(http.MethodPost, "pay")) //nolint:bodyclose // The body is the test's own.
		if len(s.at) != 1 {
			return fmt.Errorf("sent %d times", len(s.at))
		}
		return nil
	})
}

func closed(p peer) error {
	return inBubble(func() error {
		s := &server{busy: 1}
		if _, err := p.client(s).RoundTrip(get(context.Background())); err != nil { //nolint:bodyclose // The body is the test's own.
			return err
		}
		if !s.bodies[0].closed {
			return errors.New("left open: the connection is lost")
		}
		return nil
	})
}

func drained(p peer) error {
	return inBubble(func() error {
		for _, size := range []int64{100, 1 << 30} {
			s := &server{busy: 1, size: size}
			if _, err := p.client(s).RoundTrip(get(context.Background())); err != nil { //nolint:bodyclose // The body is the test's own.
				return err
			}
			if read := s.bodies[0].read; read > 1<<20 || read < min(size, 100) {
				return fmt.Errorf("%d bytes read of %d", read, size)
			}
		}
		return nil
	})
}

func lastAnswer(p peer) error {
	return inBubble(func() error {
		s := &server{busy: 9, size: 100}
		answer, err := p.client(s).RoundTrip(get(context.Background()))
		if err != nil {
			return err
		}
		text, err := io.ReadAll(answer.Body)
		if answer.StatusCode != 503 || len(text) != 100 || err != nil {
			return fmt.Errorf("status %d, %d bytes, %w", answer.StatusCode, len(text), err)
		}
		return answer.Body.Close()
	})
}

func unchanged(p peer) error {
	return inBubble(func() error {
		r := put(http.MethodPut, "text")
		r.Header.Set("X-Mine", "1")
		body, header, ctx, length := r.Body, len(r.Header), r.Context(), r.ContentLength
		if _, err := p.client(&server{busy: 2}).RoundTrip(r); err != nil { //nolint:bodyclose // The body is the test's own.
			return err
		}
		if r.Body != body || len(r.Header) != header || r.Context() != ctx || r.ContentLength != length {
			return errors.New("its body, header, context or length has changed")
		}
		return nil
	})
}
