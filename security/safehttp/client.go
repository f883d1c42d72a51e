package safehttp

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"syscall"
	"time"
)

// The errors of a client. They come wrapped in a [*url.Error].
var (
	// ErrAddress says that a connection was refused: the address is not public.
	ErrAddress = errors.New("safehttp: address is not public")
	// ErrRedirects says that there were more redirects than allowed.
	ErrRedirects = errors.New("safehttp: too many redirects")
	// ErrTooLarge says that the body is longer than allowed; reading it returns this.
	ErrTooLarge = errors.New("safehttp: response too large")
	// ErrRequest says that a request is not one for this client: no URL or host, or no HTTP.
	ErrRequest = errors.New("safehttp: malformed request")
)

// ClientConfig is the configuration of a client. Zero fields mean the defaults.
type ClientConfig struct {
	Timeout   time.Duration  // Of the whole exchange, redirects and body included; 10s.
	Redirects int            // That are followed; 3. A negative number means none.
	MaxBytes  int64          // Of a body, after decompression; 10 MiB.
	Allow     []netip.Prefix // Addresses to reach though they are not public.
}

// NewClient returns a client that connects to public addresses only (see [Public]), however
// the URL spells them, whatever the name resolves to and wherever a redirect leads. It uses
// no proxy and no cookies, keeps no connection, and bounds headers to 64 KiB.
//
// Replacing its Transport takes the protection away. Data that may be sent to any public
// host can still go anywhere there: do not send credentials to hosts that users choose.
func NewClient(c ClientConfig) (*http.Client, error) {
	switch {
	case c.Timeout < 0:
		return nil, fmt.Errorf("safehttp: ClientConfig.Timeout is %v, want 0 or more", c.Timeout)
	case c.MaxBytes < 0:
		return nil, fmt.Errorf("safehttp: ClientConfig.MaxBytes is %d, want 0 or more", c.MaxBytes)
	}
	for i, p := range c.Allow {
		if !p.IsValid() {
			return nil, fmt.Errorf("safehttp: ClientConfig.Allow[%d] is %v, want a valid prefix", i, p)
		}
	}
	if c.Timeout == 0 {
		c.Timeout = 10 * time.Second
	}
	if c.Redirects == 0 {
		c.Redirects = 3
	}
	if c.MaxBytes == 0 {
		c.MaxBytes = 10 << 20
	}
	g := guard{allow: slices.Clone(c.Allow)}
	dialer := &net.Dialer{Timeout: c.Timeout, ControlContext: g.control}
	t := &transport{maxBytes: c.MaxBytes, next: &http.Transport{
		Proxy:                  nil, // A proxy of the environment would dial for us.
		DialContext:            dialer.DialContext,
		TLSHandshakeTimeout:    c.Timeout,
		ResponseHeaderTimeout:  c.Timeout,
		MaxResponseHeaderBytes: 64 << 10,
		DisableKeepAlives:      true,
	}}
	return &http.Client{
		Transport: t,
		Timeout:   c.Timeout,
		CheckRedirect: func(_ *http.Request, via []*http.Request) error {
			if len(via) > max(c.Redirects, 0) {
				return ErrRedirects
			}
			return nil
		},
	}, nil
}

// guard decides on the address of each connection before it is made.
type guard struct{ allow []netip.Prefix }

// control is called by the dialer with the address that the socket is to connect to, after
// the name was resolved, and again for each address that is tried.
func (g guard) control(_ context.Context, network, address string, _ syscall.RawConn) error {
	if network != "tcp4" && network != "tcp6" {
		return ErrAddress
	}
	ap, err := netip.ParseAddrPort(address)
	if err != nil || !g.allows(ap.Addr()) {
		return ErrAddress
	}
	return nil
}

func (g guard) allows(a netip.Addr) bool {
	if Public(a) {
		return true
	}
	bare := a.Unmap()
	for _, p := range g.allow {
		if p.Contains(a) || p.Contains(bare) {
			return true
		}
	}
	return false
}

// transport refuses what is no request and bounds the body of what is.
type transport struct {
	next     http.RoundTripper
	maxBytes int64
}

// RoundTrip implements [http.RoundTripper].
func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL == nil || r.URL.Scheme != "http" && r.URL.Scheme != "https" || r.URL.Hostname() == "" {
		if r.Body != nil {
			_ = r.Body.Close()
		}
		return nil, ErrRequest
	}
	response, err := t.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	if response.ContentLength > t.maxBytes {
		_ = response.Body.Close()
		return nil, ErrTooLarge
	}
	if response.StatusCode != http.StatusSwitchingProtocols {
		response.Body = &limitedBody{response.Body, t.maxBytes}
	}
	return response, nil
}

// limitedBody returns ErrTooLarge where a body goes on beyond its limit.
type limitedBody struct {
	io.ReadCloser
	left int64
}

// Read implements [io.Reader].
func (b *limitedBody) Read(p []byte) (int, error) {
	if b.left < 0 {
		return 0, ErrTooLarge
	}
	if int64(len(p)) > b.left+1 {
		p = p[:b.left+1] // One more than allowed, to see whether there is more.
	}
	n, err := b.ReadCloser.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return n - 1, ErrTooLarge
	}
	return n, err
}
