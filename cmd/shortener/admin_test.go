package main

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/patterns/shortener"
)

// scrape returns the metrics by name with labels.
func scrape(t *testing.T, h http.Handler) map[string]string {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/metrics", nil))
	require.Equal(t, http.StatusOK, w.Code)
	require.Equal(t, "text/plain; version=0.0.4; charset=utf-8", w.Header().Get("Content-Type"))
	line := regexp.MustCompile(`^([a-z_]+(?:\{\w+="[^"]*"(?:, ?\w+="[^"]*")*\})?) ([-+.0-9eE]+|NaN)$`)
	found := map[string]string{}
	for l := range strings.Lines(w.Body.String()) {
		if l = strings.TrimSuffix(l, "\n"); strings.HasPrefix(l, "#") {
			continue
		}
		m := line.FindStringSubmatch(l)
		require.Len(t, m, 3, "%q is no line of Prometheus' format", l)
		require.NotContains(t, found, m[1], "twice")
		found[m[1]] = m[2]
	}
	return found
}

func TestMetrics(t *testing.T) {
	w := newWorld(t)
	link := w.shortened(shortener.Order{URL: "https://go.dev/"})
	for range 3 {
		require.Equal(t, http.StatusFound, w.get("/"+link.Code).Code)
	}
	require.Equal(t, http.StatusNotFound, w.get("/none").Code)
	require.Equal(t, http.StatusNotFound, w.get("/no/such/page").Code)
	require.Equal(t, http.StatusForbidden, w.ask(http.MethodDelete, "/api/links/x", "", "Sec-Fetch-Site", "cross-site").Code)
	w.store.broken.Store(true)
	require.Equal(t, http.StatusServiceUnavailable, w.get("/api/links").Code)
	require.Equal(t, http.StatusServiceUnavailable, w.get("/readyz").Code)

	got := scrape(t, newAdmin(w.meters, true))
	for name, want := range map[string]string{
		`shortener_requests_total{route="GET /{code}",status="302"}`:               "3",
		`shortener_requests_total{route="GET /{code}",status="404"}`:               "1",
		`shortener_requests_total{route="/",status="404"}`:                         "1",
		`shortener_requests_total{route="none",status="403"}`:                      "1",
		`shortener_requests_total{route="GET /api/links",status="503"}`:            "1",
		`shortener_request_duration_seconds_count{route="GET /{code}"}`:            "4",
		`shortener_request_duration_seconds_bucket{route="GET /{code}",le="+Inf"}`: "4",
		`shortener_cache_misses_total`:                                             "2",
		`shortener_hits_waiting`:                                                   "3",
		`shortener_store_errors_total`:                                             "1",
	} {
		require.Equal(t, want, got[name], name)
	}
	require.NotEqual(t, "0", got["shortener_cache_hits_total"])
	require.Contains(t, got, "go_goroutines")
}

// What clients ask for makes no new series.
func TestMetricsAreBounded(t *testing.T) {
	w := newWorld(t)
	ask := func() {
		for _, path := range []string{"/a", "/b.php", "/c/d", "/links/e", "/api/f", "/api/links/g", "//h", "/%2e%2e/i"} {
			w.get(path)
			w.ask("BREW", path, "")
		}
	}
	ask()
	before := len(w.meters.set.ListMetricNames())
	for range 3 {
		ask()
		require.Len(t, w.meters.set.ListMetricNames(), before)
	}
	require.Less(t, before, 40)
}

func TestProfilesAreForThisMachine(t *testing.T) {
	w := newWorld(t)
	for local, want := range map[bool]int{true: http.StatusOK, false: http.StatusNotFound} {
		for _, path := range []string{"/debug/pprof/", "/debug/pprof/goroutine", "/debug/pprof/cmdline"} {
			out := httptest.NewRecorder()
			newAdmin(w.meters, local).ServeHTTP(out, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
			require.Equal(t, want, out.Code, path)
		}
		scrape(t, newAdmin(w.meters, local))
	}
	for _, path := range []string{"/metrics", "/debug/pprof/"} {
		require.Equal(t, http.StatusNotFound, w.get(path).Code, "not where the world is served")
	}
}

func TestAdminListens(t *testing.T) {
	w := newWorld(t)
	logged := &log{}
	stop, err := serveAdmin(t.Context(), "127.0.0.1:0", w.meters, slog.New(slog.NewTextHandler(logged, nil)))
	require.NoError(t, err)
	addr := regexp.MustCompile(`addr=(\S+) pprof=true`).FindStringSubmatch(logged.String())
	require.Len(t, addr, 2)
	c := client(t)
	resp, err := c.Get("http://" + addr[1] + "/metrics")
	require.NoError(t, err)
	body, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	require.Contains(t, string(body), "shortener_hits_waiting 0")
	_, err = serveAdmin(t.Context(), addr[1], w.meters, slog.New(slog.DiscardHandler))
	require.Error(t, err, "the port is in use")
	c.CloseIdleConnections()
	require.NoError(t, stop())
}
