package safehttp

import (
	"errors"
	"fmt"
	"net/http"
	"time"
)

// ServerConfig is the configuration of a server. Zero fields mean the defaults.
type ServerConfig struct {
	Addr    string       // As in http.Server.
	Handler http.Handler // Needed.

	HeaderTimeout time.Duration // To read the headers of a request; 5s.
	ReadTimeout   time.Duration // To read a request; 15s.
	WriteTimeout  time.Duration // From the headers to the end of the answer; 30s.
	IdleTimeout   time.Duration // Between requests; 60s.

	MaxBody    int64    // Bytes of a request's body; 1 MiB.
	MaxHeaders int      // Bytes of a request's headers; 64 KiB.
	CSP        string   // The Content-Security-Policy; DefaultCSP.
	Origins    []string // Other origins that may send requests that change things.
}

// DefaultCSP lets a page load from its own origin only, and nobody frame it.
const DefaultCSP = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// NewServer returns a server with all its timeouts and limits set, whose handler is
// [Harden]ed. An error names the field, the value and what is allowed.
func NewServer(c ServerConfig) (*http.Server, error) {
	h, err := Harden(c)
	if err != nil {
		return nil, err
	}
	for _, f := range []struct {
		name   string
		value  *time.Duration
		value0 time.Duration
	}{
		{"HeaderTimeout", &c.HeaderTimeout, 5 * time.Second},
		{"ReadTimeout", &c.ReadTimeout, 15 * time.Second},
		{"WriteTimeout", &c.WriteTimeout, 30 * time.Second},
		{"IdleTimeout", &c.IdleTimeout, 60 * time.Second},
	} {
		if *f.value < 0 {
			return nil, fmt.Errorf("safehttp: ServerConfig.%s is %v, want 0 or more", f.name, *f.value)
		}
		if *f.value == 0 {
			*f.value = f.value0
		}
	}
	if c.MaxHeaders < 0 {
		return nil, fmt.Errorf("safehttp: ServerConfig.MaxHeaders is %d, want 0 or more", c.MaxHeaders)
	}
	if c.MaxHeaders == 0 {
		c.MaxHeaders = 64 << 10
	}
	return &http.Server{
		Addr: c.Addr, Handler: h,
		ReadHeaderTimeout: c.HeaderTimeout, ReadTimeout: c.ReadTimeout, WriteTimeout: c.WriteTimeout, IdleTimeout: c.IdleTimeout,
		MaxHeaderBytes: c.MaxHeaders,
	}, nil
}

// Harden returns the configured handler behind three walls; fields that are for the server
// are not used. It may be used where the server is somebody else's.
//
//   - A request of another origin that may change things is 403 ([http.CrossOriginProtection]).
//   - A body that says it is longer than MaxBody is 413; one that turns out longer ends with
//     an [http.MaxBytesError], for which the handler answers 413 itself.
//   - Every answer has the headers for browsers: policy, no guessing of types, no frames, no
//     referrer, no other origin's window; over TLS a year of HTTPS only. A handler may
//     replace them.
func Harden(c ServerConfig) (http.Handler, error) {
	if c.Handler == nil {
		return nil, errors.New("safehttp: ServerConfig.Handler is nil, want a handler")
	}
	if c.MaxBody < 0 {
		return nil, fmt.Errorf("safehttp: ServerConfig.MaxBody is %d, want 0 or more", c.MaxBody)
	}
	if c.MaxBody == 0 {
		c.MaxBody = 1 << 20
	}
	if c.CSP == "" {
		c.CSP = DefaultCSP
	}
	cross := http.NewCrossOriginProtection()
	for _, origin := range c.Origins {
		if err := cross.AddTrustedOrigin(origin); err != nil {
			return nil, fmt.Errorf("safehttp: ServerConfig.Origins: %w", err)
		}
	}
	return &hardened{c.Handler, cross, c.MaxBody, c.CSP}, nil
}

type hardened struct {
	next    http.Handler
	cross   *http.CrossOriginProtection
	maxBody int64
	csp     string
}

// ServeHTTP implements [http.Handler].
func (h *hardened) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("Content-Security-Policy", h.csp)
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("X-Frame-Options", "DENY")
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("Cross-Origin-Opener-Policy", "same-origin")
	header.Set("Cross-Origin-Resource-Policy", "same-origin")
	if r.TLS != nil {
		header.Set("Strict-Transport-Security", "max-age=31536000")
	}
	if err := h.cross.Check(r); err != nil {
		http.Error(w, "cross-origin request", http.StatusForbidden)
		return
	}
	if r.ContentLength > h.maxBody {
		header.Set("Connection", "close") // What was not read is not worth reading.
		http.Error(w, "request body too large", http.StatusRequestEntityTooLarge)
		return
	}
	if r.Body != nil {
		r.Body = http.MaxBytesReader(w, r.Body, h.maxBody)
	}
	h.next.ServeHTTP(w, r)
}
