package safehttp_test

import (
	"crypto/tls"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/security/safehttp"
)

func echo(w http.ResponseWriter, r *http.Request) {
	b, err := io.ReadAll(r.Body)
	if tooLong, ok := errors.AsType[*http.MaxBytesError](err); ok {
		http.Error(w, "too long", http.StatusRequestEntityTooLarge)
		_ = tooLong
		return
	}
	_, _ = w.Write(b)
}

func serve(t *testing.T, c safehttp.ServerConfig, r *http.Request) *httptest.ResponseRecorder {
	t.Helper()
	if c.Handler == nil {
		c.Handler = http.HandlerFunc(echo)
	}
	h, err := safehttp.Harden(c)
	require.NoError(t, err)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestHeaders(t *testing.T) {
	want := map[string]string{
		"Content-Security-Policy": safehttp.DefaultCSP, "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer",
		"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin", "Strict-Transport-Security": "",
	}
	for _, r := range []*http.Request{ // Refusals have them too.
		httptest.NewRequest(http.MethodGet, "/", nil),
		httptest.NewRequest(http.MethodPost, "/", strings.NewReader(strings.Repeat("x", 2<<20))),
		crossSite(http.MethodPost),
	} {
		w := serve(t, safehttp.ServerConfig{}, r)
		for name, value := range want {
			require.Equal(t, value, w.Header().Get(name), name)
		}
	}
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.TLS = &tls.ConnectionState{}
	w := serve(t, safehttp.ServerConfig{CSP: "default-src 'none'"}, r)
	require.Equal(t, "max-age=31536000", w.Header().Get("Strict-Transport-Security"))
	require.Equal(t, "default-src 'none'", w.Header().Get("Content-Security-Policy"))
}

func crossSite(method string) *http.Request {
	r := httptest.NewRequest(method, "/", nil)
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	r.Header.Set("Origin", "https://evil.example")
	return r
}

func TestOtherOrigins(t *testing.T) {
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodPatch} {
		require.Equal(t, http.StatusForbidden, serve(t, safehttp.ServerConfig{}, crossSite(method)).Code)
		require.Equal(t, http.StatusOK, serve(t, safehttp.ServerConfig{Origins: []string{"https://evil.example"}}, crossSite(method)).Code)
	}
	require.Equal(t, http.StatusOK, serve(t, safehttp.ServerConfig{}, crossSite(http.MethodGet)).Code)
	old := httptest.NewRequest(http.MethodPost, "/", nil) // A browser without Sec-Fetch-Site.
	old.Header.Set("Origin", "https://evil.example")
	require.Equal(t, http.StatusForbidden, serve(t, safehttp.ServerConfig{}, old).Code)
}

func TestBodies(t *testing.T) {
	c := safehttp.ServerConfig{MaxBody: 10}
	require.Equal(t, http.StatusOK, serve(t, c, httptest.NewRequest(http.MethodPost, "/", strings.NewReader("0123456789"))).Code)
	w := serve(t, c, httptest.NewRequest(http.MethodPost, "/", strings.NewReader("0123456789a")))
	require.Equal(t, http.StatusRequestEntityTooLarge, w.Code)
	require.Equal(t, "close", w.Header().Get("Connection"))
	r := httptest.NewRequest(http.MethodPost, "/", io.MultiReader(strings.NewReader("0123456789"), strings.NewReader("a")))
	require.Equal(t, int64(-1), r.ContentLength)
	require.Equal(t, http.StatusRequestEntityTooLarge, serve(t, c, r).Code)
}

func TestServerHasAllLimits(t *testing.T) {
	s, err := safehttp.NewServer(safehttp.ServerConfig{Handler: http.NotFoundHandler()})
	require.NoError(t, err)
	require.Equal(t, []any{5 * time.Second, 15 * time.Second, 30 * time.Second, 60 * time.Second, 64 << 10},
		[]any{s.ReadHeaderTimeout, s.ReadTimeout, s.WriteTimeout, s.IdleTimeout, s.MaxHeaderBytes})
}

func TestServerConfigErrors(t *testing.T) {
	h := http.NotFoundHandler()
	for want, c := range map[string]safehttp.ServerConfig{
		"Handler": {}, "HeaderTimeout": {Handler: h, HeaderTimeout: -1}, "WriteTimeout": {Handler: h, WriteTimeout: -1}, "IdleTimeout": {Handler: h, IdleTimeout: -1},
		"MaxBody": {Handler: h, MaxBody: -1}, "MaxHeaders": {Handler: h, MaxHeaders: -1}, "Origins": {Handler: h, Origins: []string{"evil"}},
	} {
		_, err := safehttp.NewServer(c)
		require.ErrorContains(t, err, "safehttp: ServerConfig."+want)
	}
}
