package middleware

import (
	"bufio"
	"io"
	"net"
	"net/http"
)

// Written is what has gone through a wrapped ResponseWriter so far.
type Written struct {
	Status   int   // 0 until the head is written; 200 if a body came without a status
	Bytes    int64 // of the body, as the handler wrote it
	Hijacked bool  // the connection was taken over: Status says nothing
}

// Wrap returns a writer that does what w does and keeps count. It has Flush,
// Hijack, ReadFrom and Push exactly if w has them (all 16 combinations), and
// Unwrap, so that http.ResponseController finds the rest. It costs one
// allocation. Written may be read in the handler's goroutine.
//
// If neither status nor size is wanted, pass w on as it is.
func Wrap(w http.ResponseWriter) (http.ResponseWriter, *Written) {
	wrapped, c := compose(w)
	return wrapped, &c.Written
}

// core is what all 16 writers share.
type core struct {
	http.ResponseWriter
	Written
	gzip *compressor // nil without compression
}

// Unwrap is for http.ResponseController.
func (c *core) Unwrap() http.ResponseWriter { return c.ResponseWriter }

// WriteHeader notes the status. A 1xx is not final, save 101, and only the first
// final one counts, as in net/http.
func (c *core) WriteHeader(status int) {
	if c.Status == 0 && (status >= 200 || status == http.StatusSwitchingProtocols) {
		c.Status = status
		if c.gzip != nil {
			c.gzip.head(status)
		}
	}
	c.ResponseWriter.WriteHeader(status)
}

// Write counts.
func (c *core) Write(p []byte) (n int, err error) {
	c.begin(p)
	if c.gzip.on() {
		n, err = c.gzip.Write(p)
	} else {
		n, err = c.ResponseWriter.Write(p)
	}
	c.Bytes += int64(n)
	return n, err
}

// WriteString counts, without a copy if the inner writer can.
func (c *core) WriteString(s string) (int, error) {
	if c.gzip != nil {
		return c.Write([]byte(s))
	}
	c.begin(nil)
	n, err := io.WriteString(c.ResponseWriter, s)
	c.Bytes += int64(n)
	return n, err
}

// begin is called before the body's first bytes: net/http then sends 200.
func (c *core) begin(p []byte) {
	if c.Status == 0 {
		if c.gzip == nil {
			c.Status = http.StatusOK
			return
		}
		c.gzip.sniff(p)
		c.WriteHeader(http.StatusOK)
	}
}

type flushing struct{ c *core }

func (f flushing) Flush() { _ = f.FlushError() }

// FlushError is what http.ResponseController prefers. A flush sends the head.
func (f flushing) FlushError() error {
	f.c.begin(nil)
	if f.c.gzip.on() {
		if err := f.c.gzip.Flush(); err != nil {
			return err
		}
	}
	return http.NewResponseController(f.c.ResponseWriter).Flush()
}

type hijacking struct{ c *core }

func (h hijacking) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, rw, err := h.c.ResponseWriter.(http.Hijacker).Hijack()
	h.c.Hijacked = h.c.Hijacked || err == nil
	return conn, rw, err
}

type readingFrom struct{ c *core }

// ReadFrom lets the inner writer use sendfile, unless the bytes are compressed.
func (r readingFrom) ReadFrom(src io.Reader) (int64, error) {
	if r.c.gzip != nil {
		return io.Copy(struct{ io.Writer }{r.c}, src)
	}
	r.c.begin(nil)
	n, err := r.c.ResponseWriter.(io.ReaderFrom).ReadFrom(src)
	r.c.Bytes += n
	return n, err
}

type pushing struct{ c *core }

func (p pushing) Push(target string, options *http.PushOptions) error {
	return p.c.ResponseWriter.(http.Pusher).Push(target, options)
}
