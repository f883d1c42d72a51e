package doubles

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"sync"
	"time"
)

// OnceConfig holds the settings of [Once]. The zero value has usable defaults.
type OnceConfig struct {
	// TTL is how long an answer is kept; 0 is 24 hours.
	TTL time.Duration
	// MaxKeys bounds the answers that are kept, and with MaxBody the memory; 0 is
	// 10,000. When it is reached new keys get 503 until others have expired.
	MaxKeys int
	// MaxBody bounds the bytes of a request's and of an answer's body; 0 is 1 MiB.
	MaxBody int64
}

// Once returns h with idempotency keys: a POST or PATCH with the header
// Idempotency-Key runs h once for each key, and its repetitions get the same
// answer, with the header Idempotency-Replayed. Two at the same time run once, too:
// the second waits for the first, or until its own request ends.
//
// The same key with another method, path or body is refused with 422, a request
// without a key with 400, a body over MaxBody with 413. Other methods pass. When h
// panics, or answers 5xx, the key is free again, so that a retry runs; an answer over
// MaxBody is replaced by a 500 that is kept. A wrong setting is an error that names it.
//
// It holds the answers in memory: behind several replicas keep them in the
// database, in the transaction that has the effect. A repetition costs one look-up
// and a SHA-256 of its body. The header is that of the IETF draft
// draft-ietf-httpapi-idempotency-key-header.
func Once(h http.Handler, c OnceConfig) (http.Handler, error) {
	switch {
	case c.TTL < 0:
		return nil, fmt.Errorf("doubles: once: TTL is %v, want 0 or more", c.TTL)
	case c.MaxKeys < 0:
		return nil, fmt.Errorf("doubles: once: MaxKeys is %d, want 0 or more", c.MaxKeys)
	case c.MaxBody < 0:
		return nil, fmt.Errorf("doubles: once: MaxBody is %d, want 0 or more", c.MaxBody)
	}
	if c.TTL == 0 {
		c.TTL = 24 * time.Hour
	}
	if c.MaxKeys == 0 {
		c.MaxKeys = 10_000
	}
	if c.MaxBody == 0 {
		c.MaxBody = 1 << 20
	}
	return &once{next: h, cfg: c, runs: map[string]*onceRun{}}, nil
}

type once struct {
	next http.Handler
	cfg  OnceConfig

	mu   sync.Mutex
	runs map[string]*onceRun
}

// onceRun is one key's run. Its answer is read only after done is closed.
type onceRun struct {
	print   [sha256.Size]byte // of method, path and body
	expires time.Time
	done    chan struct{}
	kept    bool // whether there is an answer to replay
	answer  answer
}

// answer is a response, kept.
type answer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

// ServeHTTP is the handler.
func (o *once) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost && r.Method != http.MethodPatch {
		o.next.ServeHTTP(w, r)
		return
	}
	key := r.Header.Get("Idempotency-Key")
	if key == "" || len(key) > 255 {
		http.Error(w, "the header Idempotency-Key is missing or longer than 255 bytes", http.StatusBadRequest)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, o.cfg.MaxBody))
	if err != nil {
		status := http.StatusBadRequest
		if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
			status = http.StatusRequestEntityTooLarge
		}
		http.Error(w, http.StatusText(status), status)
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	print := sha256.Sum256(fmt.Appendf(nil, "%s %s\n%s", r.Method, r.URL.RequestURI(), body))
	for {
		run, mine := o.enter(key, print)
		switch {
		case run == nil:
			http.Error(w, "too many idempotency keys are kept", http.StatusServiceUnavailable)
			return
		case run.print != print:
			http.Error(w, "the Idempotency-Key was used for another request", http.StatusUnprocessableEntity)
			return
		case mine:
			o.run(w, r, key, run)
			return
		}
		select {
		case <-run.done:
		case <-r.Context().Done():
			return // nobody is left to answer
		}
		if run.kept {
			run.answer.write(w, true)
			return
		}
		// The first run failed and freed the key: the next caller runs.
	}
}

// enter returns the run of a key, a new one if there is none alive.
func (o *once) enter(key string, print [sha256.Size]byte) (run *onceRun, mine bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	now := time.Now()
	if run := o.runs[key]; run != nil && (run.expires.IsZero() || now.Before(run.expires)) {
		return run, false
	}
	if len(o.runs) >= o.cfg.MaxKeys {
		maps.DeleteFunc(o.runs, func(_ string, r *onceRun) bool { return !r.expires.IsZero() && !now.Before(r.expires) })
		if len(o.runs) >= o.cfg.MaxKeys {
			return nil, false
		}
	}
	run = &onceRun{print: print, done: make(chan struct{})}
	o.runs[key] = run
	return run, true
}

// run runs the handler for the first request of a key.
func (o *once) run(w http.ResponseWriter, r *http.Request, key string, run *onceRun) {
	rec := &recording{limit: o.cfg.MaxBody, answer: &run.answer, header: http.Header{}}
	defer func() { // also when the handler panics or exits
		o.mu.Lock()
		if run.kept {
			run.expires = time.Now().Add(o.cfg.TTL)
		} else {
			delete(o.runs, key)
		}
		o.mu.Unlock()
		close(run.done)
	}()
	o.next.ServeHTTP(rec, r)
	rec.WriteHeader(http.StatusOK)
	run.kept = run.answer.status < http.StatusInternalServerError
	if rec.overflow { // the effect has happened: a repetition must not run
		run.kept = true
		run.answer = answer{header: http.Header{}, status: http.StatusInternalServerError}
		run.answer.body.WriteString("the answer was too large to be kept\n")
	}
	run.answer.write(w, false)
}

func (a *answer) write(w http.ResponseWriter, replayed bool) {
	maps.Copy(w.Header(), a.header.Clone())
	if replayed {
		w.Header().Set("Idempotency-Replayed", "true")
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body.Bytes()) // a client that has left will ask again
}

// recording is the ResponseWriter that keeps the answer.
type recording struct {
	answer   *answer
	header   http.Header
	limit    int64
	overflow bool
}

func (rec *recording) Header() http.Header { return rec.header }

func (rec *recording) WriteHeader(status int) {
	if rec.answer.status == 0 && status >= 200 { // 1xx are not the answer
		rec.answer.status, rec.answer.header = status, rec.header.Clone()
	}
}

func (rec *recording) Write(p []byte) (int, error) {
	rec.WriteHeader(http.StatusOK)
	if int64(rec.answer.body.Len()+len(p)) > rec.limit {
		rec.overflow = true
		return 0, errors.New("doubles: once: the answer is larger than MaxBody")
	}
	return rec.answer.body.Write(p)
}
