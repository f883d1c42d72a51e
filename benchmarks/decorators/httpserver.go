package decorators

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/goconcepts/cookbook/benchmarks/harness"
	"github.com/goconcepts/cookbook/internal/outcome"
)

func serverRows() []harness.Row {
	wraps := func(p peer) bool { return p.observe != nil }
	recovers := func(p peer) bool { return p.recovers != nil }
	return []harness.Row{
		row("server: a wrapped writer keeps all 16 combinations, HTTP/1", wraps, kept(1)),
		row("server: a wrapped writer keeps all 16 combinations, HTTP/2", wraps, kept(2)),
		row("server: http.ResponseController works on a wrapped writer, HTTP/1 and 2", wraps, controlled),
		row("server: the status is 200 when only Write is called", wraps, status(200, func(w http.ResponseWriter) { _, _ = w.Write([]byte("x")) })),
		row("server: the status is the final one after 103", wraps, status(418, func(w http.ResponseWriter) { w.WriteHeader(103); w.WriteHeader(418) })),
		row("server: http.ErrAbortHandler passes the recovery", recovers, aborts),
		row("server: a panic in mid-answer is not made to look whole", recovers, halfAnswer),
	}
}

// plain is a writer with the three methods and no more.
type plain struct{}

func (plain) Header() http.Header         { return http.Header{} }
func (plain) Write(p []byte) (int, error) { return len(p), nil }
func (plain) WriteHeader(int)             {}

// able has the other four.
type able struct{}

func (able) Flush()                                       {}
func (able) Hijack() (net.Conn, *bufio.ReadWriter, error) { return nil, nil, errors.ErrUnsupported }
func (able) ReadFrom(r io.Reader) (int64, error)          { return io.Copy(io.Discard, r) }
func (able) Push(string, *http.PushOptions) error         { return nil }

type (
	w = http.ResponseWriter
	f = http.Flusher
	h = http.Hijacker
	r = io.ReaderFrom
	p = http.Pusher
)

// combinations are the writers with each subset of the four.
var combinations = [16]http.ResponseWriter{
	struct{ w }{plain{}}, struct {
		w
		f
	}{plain{}, able{}}, struct {
		w
		h
	}{plain{}, able{}}, struct {
		w
		f
		h
	}{plain{}, able{}, able{}}, struct {
		w
		r
	}{plain{}, able{}}, struct {
		w
		f
		r
	}{plain{}, able{}, able{}}, struct {
		w
		h
		r
	}{plain{}, able{}, able{}}, struct {
		w
		f
		h
		r
	}{plain{}, able{}, able{}, able{}}, struct {
		w
		p
	}{plain{}, able{}}, struct {
		w
		f
		p
	}{plain{}, able{}, able{}}, struct {
		w
		h
		p
	}{plain{}, able{}, able{}}, struct {
		w
		f
		h
		p
	}{plain{}, able{}, able{}, able{}}, struct {
		w
		r
		p
	}{plain{}, able{}, able{}}, struct {
		w
		f
		r
		p
	}{plain{}, able{}, able{}, able{}}, struct {
		w
		h
		r
		p
	}{plain{}, able{}, able{}, able{}}, struct {
		w
		f
		h
		r
		p
	}{plain{}, able{}, able{}, able{}, able{}},
}

func abilities(writer http.ResponseWriter) [4]bool {
	_, flush := writer.(f)
	_, hijack := writer.(h)
	_, from := writer.(r)
	_, push := writer.(p)
	return [4]bool{flush, hijack, from, push}
}

func kept(major int) func(peer) error {
	return func(p peer) error {
		n := 0
		for _, inner := range combinations {
			request := httptest.NewRequest(http.MethodGet, "/", nil)
			request.ProtoMajor = major
			p.observe(inner, request, func(wrapped http.ResponseWriter) {
				if abilities(wrapped) == abilities(inner) {
					n++
				}
			})
		}
		if n != len(combinations) {
			return fmt.Errorf("%d of 16", n)
		}
		return nil
	}
}

func controlled(p peer) error {
	for _, http2 := range []bool{false, true} {
		s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			p.observe(w, r, func(wrapped http.ResponseWriter) {
				c := http.NewResponseController(wrapped)
				soon := time.Now().Add(time.Minute)
				fmt.Fprint(wrapped, errors.Join(c.SetWriteDeadline(soon), c.SetReadDeadline(soon), c.Flush()))
			})
		}))
		s.EnableHTTP2 = http2
		s.StartTLS()
		answer, err := s.Client().Get(s.URL)
		if err != nil {
			return err
		}
		text, err := io.ReadAll(answer.Body)
		_ = answer.Body.Close()
		s.Close()
		if err != nil || string(text) != "<nil>" {
			return fmt.Errorf("http2 %v: %s %w", http2, text, err)
		}
	}
	return nil
}

func status(want int, write func(http.ResponseWriter)) func(peer) error {
	return func(p peer) error {
		if got := p.observe(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/", nil), write); got != want {
			return fmt.Errorf("status %d", got)
		}
		return nil
	}
}

func aborts(p peer) error {
	o := serve(p, func(http.ResponseWriter) { panic(http.ErrAbortHandler) })
	if v, _ := o.Value.(error); !errors.Is(v, http.ErrAbortHandler) {
		return fmt.Errorf("the handler %v", o.Kind)
	}
	return nil
}

func halfAnswer(p peer) error {
	if o := serve(p, func(w http.ResponseWriter) { fmt.Fprint(w, strings.Repeat("half ", 10)); panic("boom") }); o.Kind != outcome.Panicked {
		return errors.New("the answer ends as if it were whole")
	}
	return nil
}

func serve(p peer, write func(http.ResponseWriter)) outcome.Outcome {
	handler := p.recovers(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { write(w) }))
	return ended(func() { handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/", nil)) })
}
