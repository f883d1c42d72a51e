package doubles

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// Response is one answer of a [Transport]: a status, header and body, or an error
// instead. The zero Response is status 200 with an empty body.
type Response struct {
	Status int // 0 is 200
	Header http.Header
	Body   string
	Err    error
}

// Request is what a [Transport] was asked.
type Request struct {
	Method string
	URL    string
	Header http.Header
	Body   string
}

// Transport is an [http.RoundTripper] that answers from a list, in order, and
// opens no connection. It keeps the requests and counts the response bodies that
// nobody closed. Several goroutines may use it. Make one with [NewTransport].
type Transport struct {
	script *Script[Request, Response]

	mu   sync.Mutex
	open int
}

// NewTransport returns a transport that gives these answers.
func NewTransport(responses ...Response) *Transport {
	steps := make([]Step[Response], len(responses))
	for i, r := range responses {
		steps[i] = Step[Response]{Value: r, Err: r.Err}
	}
	return &Transport{script: NewScript[Request](steps...)}
}

// RoundTrip gives the next answer. It reads the request's body to its end and
// closes it, as a transport must; a request whose context has ended gets the
// context's error, and takes no answer. After the last answer it fails with [ErrExhausted].
func (t *Transport) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := readAll(r.Body)
	if err == nil {
		err = r.Context().Err()
	}
	if err != nil {
		return nil, err
	}
	answer, err := t.script.Call(r.Context(), Request{r.Method, r.URL.String(), r.Header.Clone(), body})
	if err != nil {
		return nil, err
	}
	t.mu.Lock()
	t.open++
	t.mu.Unlock()
	return answer.response(r, t.closed), nil
}

func (t *Transport) closed() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.open--
}

// Requests returns what was asked so far, in order.
func (t *Transport) Requests() []Request { return t.script.Calls() }

// Left returns how many answers were not given: a test wants 0 at its end.
func (t *Transport) Left() int { return t.script.Left() }

// Unclosed returns how many response bodies are not closed yet. In a program each
// of them would hold a connection.
func (t *Transport) Unclosed() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.open
}

func (a Response) response(r *http.Request, closed func()) *http.Response {
	status := a.Status
	if status == 0 {
		status = http.StatusOK
	}
	header := a.Header.Clone()
	if header == nil {
		header = http.Header{}
	}
	return &http.Response{
		StatusCode: status, Status: fmt.Sprintf("%d %s", status, http.StatusText(status)),
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: header, Request: r, ContentLength: int64(len(a.Body)),
		Body: &countedBody{Reader: strings.NewReader(a.Body), once: sync.OnceFunc(closed)},
	}
}

// countedBody tells of its first Close.
type countedBody struct {
	io.Reader
	once func()
}

func (b *countedBody) Close() error { b.once(); return nil }

func readAll(body io.ReadCloser) (string, error) {
	if body == nil {
		return "", nil
	}
	text, err := io.ReadAll(body)
	if closing := body.Close(); err == nil {
		err = closing
	}
	return string(text), err
}

// Recorder is an [http.RoundTripper] that passes requests on and keeps the answers
// for a later [NewTransport]: record once against the real service, then play.
// Answers are kept as they came, secrets included: look before you commit them.
// Several goroutines may use it; it must not be copied.
type Recorder struct {
	Next http.RoundTripper // nil is [http.DefaultTransport]

	mu      sync.Mutex
	answers []Response
}

// RoundTrip passes the request on. The answer's body is read into memory.
func (c *Recorder) RoundTrip(r *http.Request) (*http.Response, error) {
	next := c.Next
	if next == nil {
		next = http.DefaultTransport
	}
	resp, err := next.RoundTrip(r)
	if err != nil {
		c.keep(Response{Err: err})
		return nil, err
	}
	body, err := readAll(resp.Body)
	if err != nil {
		c.keep(Response{Err: err})
		return nil, fmt.Errorf("doubles: record: %w", err)
	}
	c.keep(Response{Status: resp.StatusCode, Header: resp.Header.Clone(), Body: body})
	resp.Body = io.NopCloser(bytes.NewReader([]byte(body)))
	return resp, nil
}

func (c *Recorder) keep(r Response) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.answers = append(c.answers, r)
}

// Answers returns what was recorded so far, in order.
func (c *Recorder) Answers() []Response {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.answers)
}
