package middleware

import (
	"compress/gzip"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"sync"
)

// minCompressed is the announced length below which gzip's own overhead and time do not pay.
const minCompressed = 1024

// Compress sends text with gzip when the client accepts it. It leaves alone what
// has a Content-Encoding or a Content-Range, what is announced to be shorter than
// 1 kB, and types that are compressed already (anything but text, JSON, XML,
// JavaScript, SVG and WebAssembly). It adds Vary, drops Content-Length, makes a
// strong ETag weak, and flushes when the handler does.
//
// A compressed answer that holds a secret beside text of an attacker's choice
// leaks the secret by its length (BREACH, 2013): leave such handlers out. gzip
// writers are pooled; a request costs a few allocations. A proxy in front that
// compresses is often the better place.
func Compress(next http.Handler) http.Handler {
	writers := &sync.Pool{New: func() any { return gzip.NewWriter(nil) }}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add("Vary", "Accept-Encoding")
		if r.Method == http.MethodHead || !acceptsGzip(r.Header.Values("Accept-Encoding")) {
			next.ServeHTTP(w, r)
			return
		}
		wrapped, c := compose(w)
		c.gzip = &compressor{inner: w, writers: writers}
		next.ServeHTTP(wrapped, r)
		c.gzip.close() // not after a panic: a body cut off must not look whole
	})
}

// acceptsGzip reads Accept-Encoding by RFC 9110, 12.5.3: gzip's own weight counts
// before that of *.
func acceptsGzip(values []string) bool {
	named, star := -1.0, -1.0
	for _, value := range values {
		for item := range strings.SplitSeq(value, ",") {
			name, params, _ := strings.Cut(item, ";")
			weight := 1.0
			if key, q, ok := strings.Cut(strings.TrimSpace(params), "="); ok && strings.EqualFold(strings.TrimSpace(key), "q") {
				var err error
				if weight, err = strconv.ParseFloat(strings.TrimSpace(q), 64); err != nil {
					weight = 0
				}
			}
			switch name = strings.TrimSpace(name); {
			case strings.EqualFold(name, "gzip"), strings.EqualFold(name, "x-gzip"):
				named = max(named, weight)
			case name == "*":
				star = max(star, weight)
			}
		}
	}
	if named >= 0 {
		return named > 0
	}
	return star > 0
}

// compressor decides at the head whether to compress, and then does.
type compressor struct {
	inner   http.ResponseWriter
	writers *sync.Pool
	writer  *gzip.Writer // nil unless it compresses
}

func (z *compressor) on() bool { return z != nil && z.writer != nil }

// sniff sets the Content-Type as net/http would, which sees only compressed bytes.
func (z *compressor) sniff(p []byte) {
	h := z.inner.Header()
	if _, ok := h["Content-Type"]; !ok && len(p) > 0 && h.Get("Content-Encoding") == "" {
		h.Set("Content-Type", http.DetectContentType(p))
	}
}

// head is called once, before the head is written.
func (z *compressor) head(status int) {
	h := z.inner.Header()
	if status < 200 || status == http.StatusNoContent || status == http.StatusNotModified || status == http.StatusPartialContent ||
		h.Get("Content-Encoding") != "" || h.Get("Content-Range") != "" || !compressible(h.Get("Content-Type")) {
		return
	}
	if n, err := strconv.Atoi(h.Get("Content-Length")); err == nil && n < minCompressed {
		return
	}
	h.Del("Content-Length")
	h.Set("Content-Encoding", "gzip")
	if tag := h.Get("Etag"); tag != "" && !strings.HasPrefix(tag, "W/") {
		h.Set("Etag", "W/"+tag)
	}
	z.writer = z.writers.Get().(*gzip.Writer)
	z.writer.Reset(z.inner)
}

func (z *compressor) Write(p []byte) (int, error) { return z.writer.Write(p) }

func (z *compressor) Flush() error { return z.writer.Flush() }

func (z *compressor) close() {
	if z.on() {
		_ = z.writer.Close() // the client has gone: there is nobody to tell
		z.writers.Put(z.writer)
		z.writer = nil
	}
}

func compressible(contentType string) bool {
	kind, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		return false
	}
	switch kind {
	case "text/event-stream":
		return false // each event would wait for a block to fill
	case "application/json", "application/javascript", "application/xml", "application/wasm", "image/svg+xml":
		return true
	}
	return strings.HasPrefix(kind, "text/") || strings.HasSuffix(kind, "+json") || strings.HasSuffix(kind, "+xml")
}
