package shortener_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/patterns/shortener"
)

// TestRefusals has, for each noun of what is not shortened, what is refused and why.
func TestRefusals(t *testing.T) {
	s, store := newService(t, shortener.Config{Host: "Bücher.example"})
	handler := s.Handler()
	for _, tt := range []struct {
		order  shortener.Order
		kind   string
		status int
	}{
		// The scheme.
		{shortener.Order{URL: ""}, "url-scheme", 422},
		{shortener.Order{URL: "go.dev"}, "url-scheme", 422},
		{shortener.Order{URL: "//go.dev"}, "url-scheme", 422},
		{shortener.Order{URL: "ftp://go.dev"}, "url-scheme", 422},
		{shortener.Order{URL: "javascript:alert(1)"}, "url-scheme", 422},
		{shortener.Order{URL: "data:text/html,hi"}, "url-scheme", 422},
		{shortener.Order{URL: "://"}, "url-syntax", 422},
		{shortener.Order{URL: "http://h/%zz"}, "url-syntax", 422},
		// Credentials.
		{shortener.Order{URL: "http://user:secret@go.dev"}, "url-credentials", 422},
		{shortener.Order{URL: "http://secret@go.dev"}, "url-credentials", 422},
		{shortener.Order{URL: "http://@go.dev"}, "url-credentials", 422},
		// Control characters.
		{shortener.Order{URL: "http://go.dev/\r\nSet-Cookie: a"}, "url-characters", 422},
		{shortener.Order{URL: "http://go.dev/\x00"}, "url-characters", 422},
		{shortener.Order{URL: "http://go.dev/\u0085"}, "url-characters", 422},
		{shortener.Order{URL: "http://go.dev\\@evil"}, "url-characters", 422},
		{shortener.Order{URL: "http://go.dev/?\x7f"}, "url-characters", 422},
		// The own host, in all spellings.
		{shortener.Order{URL: "http://bücher.example/abc"}, "own-host", 422},
		{shortener.Order{URL: "https://BÜCHER.example:8443"}, "own-host", 422},
		{shortener.Order{URL: "http://xn--bcher-kva.example./"}, "own-host", 422},
		{shortener.Order{URL: "http://bu\u0308cher.example/"}, "own-host", 422},
		{shortener.Order{URL: "http://bücher。example/"}, "own-host", 422},
		// Hosts, international ones too.
		{shortener.Order{URL: "http://"}, "url-host", 422},
		{shortener.Order{URL: "http:///path"}, "url-host", 422},
		{shortener.Order{URL: "http:opaque"}, "url-host", 422},
		{shortener.Order{URL: "http://a..b"}, "url-host", 422},
		{shortener.Order{URL: "http://" + strings.Repeat("a", 64) + ".example"}, "url-host", 422},
		{shortener.Order{URL: "http://xn--a.example"}, "url-host", 422},
		{shortener.Order{URL: "http://אa.example"}, "url-host", 422},
		{shortener.Order{URL: "http://2130706433/"}, "url-host", 422},
		{shortener.Order{URL: "http://0x7f.1/"}, "url-host", 422},
		{shortener.Order{URL: "http://127.0.0.0x1/"}, "url-host", 422},
		{shortener.Order{URL: "http://①②⑦.1/"}, "url-host", 422},
		{shortener.Order{URL: "http://[fe80::1%25eth0]/"}, "url-host", 422},
		{shortener.Order{URL: "http://h:0/"}, "url-port", 422},
		{shortener.Order{URL: "http://h:65536/"}, "url-port", 422},
		{shortener.Order{URL: "http://h:99999x"}, "url-syntax", 422},
		// Lengths.
		{shortener.Order{URL: "http://go.dev/" + strings.Repeat("a", 2048)}, "url-length", 413},
		{shortener.Order{URL: "http://go.dev/?" + strings.Repeat("ä", 400)}, "url-length", 413},
		{shortener.Order{URL: "http://h", Alias: "ab"}, "alias-length", 422},
		{shortener.Order{URL: "http://h", Alias: strings.Repeat("a", 33)}, "alias-length", 422},
		// Aliases.
		{shortener.Order{URL: "http://h", Alias: "1234567"}, "alias-width", 422},
		{shortener.Order{URL: "http://h", Alias: "with space"}, "alias-characters", 422},
		{shortener.Order{URL: "http://h", Alias: "../../etc"}, "alias-characters", 422},
		{shortener.Order{URL: "http://h", Alias: "bücher"}, "alias-width", 422},
		{shortener.Order{URL: "http://h", Alias: "bücher-1"}, "alias-characters", 422},
		{shortener.Order{URL: "http://h", Alias: "metrics-"}, "", 201},
		{shortener.Order{URL: "http://h", Alias: "api"}, "alias-reserved", 422},
		// Expiry.
		{shortener.Order{URL: "http://h", Expires: time.Now().Add(-time.Second)}, "expires-past", 422},
	} {
		body, err := json.Marshal(map[string]any{"url": tt.order.URL, "alias": tt.order.Alias, "expires": tt.order.Expires})
		require.NoError(t, err)
		r := httptest.NewRequest("POST", "/api/links", strings.NewReader(string(body)))
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		require.Equal(t, tt.status, w.Code, "%+v: %s", tt.order, w.Body)
		if tt.kind == "" {
			continue
		}
		requireProblem(t, w, tt.status, tt.kind)
		require.NotContains(t, w.Body.String(), "secret", "an answer never repeats the input")

		_, err = s.Shorten(t.Context(), tt.order)
		var refused *shortener.RefusedError
		require.ErrorAs(t, err, &refused, "%+v", tt.order)
		require.Equal(t, tt.kind, refused.Kind, "%+v", tt.order)
	}
	_, err := s.Shorten(t.Context(), shortener.Order{URL: "http://h", Expires: time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)})
	require.ErrorContains(t, err, "year 10000")
	require.Zero(t, store.reserves.Load())
}

// requireProblem wants a problem document as RFC 9457 has it.
func requireProblem(t *testing.T, w *httptest.ResponseRecorder, status int, kind string) {
	t.Helper()
	var p struct {
		Type, Title, Detail string
		Status              int
	}
	require.Equal(t, "application/problem+json", w.Header().Get("Content-Type"))
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &p))
	require.Equal(t, shortener.Problems+kind, p.Type)
	require.Equal(t, status, p.Status)
	require.NotEmpty(t, p.Detail)
	require.Equal(t, http.StatusText(status), p.Title)
}

// TestAnOwnAddress refuses a service's own address in every spelling of it.
func TestAnOwnAddress(t *testing.T) {
	for host, urls := range map[string][]string{
		"127.0.0.1": {"http://127.0.0.1:8080/", "http://[::ffff:127.0.0.1]/", "http://[::FFFF:7F00:1]/"},
		"[::1]":     {"http://[::1]/", "http://[0:0::0:1]:80/"},
	} {
		s, _ := newService(t, shortener.Config{Host: host})
		for _, url := range urls {
			_, err := s.Shorten(t.Context(), shortener.Order{URL: url})
			require.ErrorContains(t, err, "lead back", url)
		}
	}
}

// TestWhatARedirectCosts lets one browser come a thousand times to a link, which then
// is deleted, and another to one that expires.
func TestWhatARedirectCosts(t *testing.T) {
	for _, tt := range []struct {
		status int
		hits   uint64
	}{{302, 1000}, {301, 1}, {308, 1}} {
		t.Run(fmt.Sprint(tt.status), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, _ := newService(t, shortener.Config{Redirect: tt.status})
				server := s.Handler()
				remembered := map[string]time.Time{} // until when
				visit := func(path string) int {
					if until, ok := remembered[path]; ok && time.Now().Before(until) {
						return tt.status
					}
					w := httptest.NewRecorder()
					server.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
					var age int64
					switch rule := w.Header().Get("Cache-Control"); {
					case rule == "" && w.Code == tt.status:
						remembered[path] = time.Now().AddDate(1, 0, 0)
					case strings.HasPrefix(rule, "max-age="):
						_, err := fmt.Sscanf(rule, "max-age=%d", &age)
						require.NoError(t, err)
						remembered[path] = time.Now().Add(time.Duration(age) * time.Second)
					default:
						require.Equal(t, "no-store", rule)
					}
					return w.Code
				}
				l := shorten(t, s, shortener.Order{URL: "http://h/"})
				for range 1000 {
					require.Equal(t, tt.status, visit("/"+l.Code))
				}
				got, err := s.Stats(t.Context(), l.Code)
				require.NoError(t, err)
				require.Equal(t, tt.hits, got.Hits)
				require.NoError(t, s.Delete(t.Context(), l.Code))
				require.Equal(t, tt.status != 302, visit("/"+l.Code) == tt.status, "a delete reaches a 302 alone")

				brief := shorten(t, s, shortener.Order{URL: "http://h/", Expires: time.Now().Add(time.Minute)})
				require.Equal(t, tt.status, visit("/"+brief.Code))
				time.Sleep(time.Minute)
				require.Equal(t, 410, visit("/"+brief.Code), "expiry reaches all")
				require.NoError(t, s.Shutdown(t.Context()))
			})
		})
	}
}

// TestAStoreThatIsAwayIsA503 asks for everything while the store fails.
func TestAStoreThatIsAwayIsA503(t *testing.T) {
	s, err := shortener.New(broken{}, shortener.Config{Key: key})
	require.NoError(t, err)
	for _, ask := range [][2]string{
		{"POST", "/api/links"},
		{"GET", "/api/links"},
		{"GET", "/api/links?q=a"},
		{"GET", "/api/links/abc"},
		{"DELETE", "/api/links/abc"},
		{"GET", "/api/links/abc/history"},
		{"GET", "/abc"},
		{"GET", "/0000000"},
		{"GET", "/readyz"},
	} {
		r := httptest.NewRequest(ask[0], ask[1], strings.NewReader(`{"url":"http://h"}`))
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		s.Handler().ServeHTTP(w, r)
		kind := "unavailable"
		if ask[1] == "/readyz" {
			kind = "not-ready"
		}
		require.Equal(t, 503, w.Code, ask)
		requireProblem(t, w, 503, kind)
		require.Equal(t, "1", w.Header().Get("Retry-After"))
		require.NotContains(t, w.Body.String(), errDisk.Error(), "what went wrong inside is not shown")
	}
}

// broken is a store whose disk is full and that has lost what it had.
type broken struct{}

func (broken) Reserve(context.Context, uint64) (uint64, error) { return 0, errDisk }
func (broken) Reserved(context.Context) (uint64, error)        { return 0, errDisk }
func (broken) Insert(context.Context, shortener.Link) (shortener.Link, error) {
	return shortener.Link{}, errDisk
}

func (broken) Find(context.Context, string) (shortener.Link, error) { return shortener.Link{}, errDisk }

func (broken) FindURL(context.Context, string) (shortener.Link, error) {
	return shortener.Link{}, errDisk
}
func (broken) Delete(context.Context, string) error                        { return errDisk }
func (broken) Deleted(context.Context, uint64) ([]string, uint64, error)   { return nil, 0, errDisk }
func (broken) List(context.Context, string, int) ([]shortener.Link, error) { return nil, errDisk }
func (broken) AddHits(context.Context, shortener.Batch) error              { return errDisk }
func (broken) History(context.Context, string, time.Time) ([]shortener.Day, error) {
	return nil, errDisk
}

func (broken) Search(context.Context, string, []string, string, int) ([]shortener.Link, error) {
	return nil, errDisk
}
