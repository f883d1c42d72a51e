package shortener_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"github.com/goconcepts/cookbook/patterns/shortcode"
	"github.com/goconcepts/cookbook/patterns/shortener"
	"github.com/goconcepts/cookbook/patterns/shortener/memory"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var key = []byte("0123456789abcdef")

// counted counts what the store is asked, and fails where it is told to.
type counted struct {
	*memory.Store
	reserves, reserved, finds, batches atomic.Int64
	failHits                           atomic.Bool
}

var errDisk = errors.New("disk full")

func (c *counted) Reserve(ctx context.Context, n uint64) (uint64, error) {
	c.reserves.Add(1)
	return c.Store.Reserve(ctx, n)
}

func (c *counted) Reserved(ctx context.Context) (uint64, error) {
	c.reserved.Add(1)
	return c.Store.Reserved(ctx)
}

func (c *counted) Find(ctx context.Context, code string) (shortener.Link, error) {
	c.finds.Add(1)
	return c.Store.Find(ctx, code)
}

func (c *counted) AddHits(ctx context.Context, b shortener.Batch) error {
	c.batches.Add(1)
	if c.failHits.Load() {
		return errDisk
	}
	return c.Store.AddHits(ctx, b)
}

func newService(t *testing.T, c shortener.Config) (*shortener.Service, *counted) {
	store := &counted{Store: &memory.Store{}}
	if c.Key == nil {
		c.Key = key
	}
	s, err := shortener.New(store, c)
	require.NoError(t, err)
	return s, store
}

func shorten(t *testing.T, s *shortener.Service, o shortener.Order) shortener.Link {
	t.Helper()
	l, err := s.Shorten(t.Context(), o)
	require.NoError(t, err)
	return l
}

func TestTheSameURLGivesTheSameCode(t *testing.T) {
	s, store := newService(t, shortener.Config{})
	first := shorten(t, s, shortener.Order{URL: "HTTP://Example.com:80"})
	require.Len(t, first.Code, 7)
	require.Equal(t, "http://example.com/", first.URL)
	require.Equal(t, first, shorten(t, s, shortener.Order{URL: "http://example.com/"}))
	require.NotEqual(t, first.Code, shorten(t, s, shortener.Order{URL: "http://example.com/other"}).Code)
	require.EqualValues(t, 1, store.reserves.Load(), "numbers are taken ten thousand at a time")
}

func TestNoTwoLinksShareACode(t *testing.T) {
	store := &memory.Store{}
	var wg sync.WaitGroup
	var mu sync.Mutex
	seen := map[string]bool{}
	for machine := range 4 { // four services on one store
		s, err := shortener.New(store, shortener.Config{Key: key})
		require.NoError(t, err)
		for caller := range 4 {
			wg.Go(func() {
				for i := range 200 {
					l, err := s.Shorten(t.Context(), shortener.Order{URL: fmt.Sprintf("http://h/%d/%d/%d", machine, caller, i)})
					if err != nil {
						t.Error(err)
						return
					}
					mu.Lock()
					if seen[l.Code] {
						t.Errorf("%s was given out twice", l.Code)
					}
					seen[l.Code] = true
					mu.Unlock()
				}
			})
		}
	}
	wg.Wait()
	require.Len(t, seen, 4*4*200)
}

func TestAliasAndExpiry(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, _ := newService(t, shortener.Config{})
		shorten(t, s, shortener.Order{URL: "http://h/", Alias: "spring-sale"})
		_, err := s.Shorten(t.Context(), shortener.Order{URL: "http://other/", Alias: "spring-sale"})
		require.ErrorIs(t, err, shortener.ErrTaken)

		l := shorten(t, s, shortener.Order{URL: "http://h/", Expires: time.Now().Add(time.Hour)})
		time.Sleep(time.Hour - time.Microsecond)
		_, err = s.Resolve(t.Context(), l.Code)
		require.NoError(t, err)
		time.Sleep(time.Microsecond)
		_, err = s.Resolve(t.Context(), l.Code)
		require.ErrorIs(t, err, shortener.ErrExpired, "cached or not")
		require.NoError(t, s.Shutdown(t.Context()))
	})
}

func TestNormalizeIsIdempotent(t *testing.T) {
	for raw, want := range map[string]string{
		"http://bücher.example/ä":      "http://xn--bcher-kva.example/%C3%A4",
		"https://EXAMPLE.com:443?q=1":  "https://example.com/?q=1",
		"http://[2001:DB8::1]:8080":    "http://[2001:db8::1]:8080/",
		"http://[::1]:80/x#y":          "http://[::1]/x#y",
		"http://h.:8080/":              "http://h:8080/",
		"http://h:080/?":               "http://h/?",
		"http://h/?q=ä b'<\">&r=%20#ä": "http://h/?q=%C3%A4%20b%27%3C%22%3E&r=%20#%C3%A4",
		"http://[::ffff:10.0.0.1]":     "http://10.0.0.1/",
		" http://faß.example ":         "http://xn--fa-hia.example/", // not "ss": that is another name
		"http://ＧＯ.dev":                "http://go.dev/",
	} {
		got, err := shortener.Normalize(raw)
		require.NoError(t, err, raw)
		require.Equal(t, want, got)
	}
	rapid.Check(t, func(t *rapid.T) {
		raw := rapid.StringMatching(`https?://[a-zA-Z0-9.-]{1,20}(:[0-9]{1,5})?(/[a-z%0-9]*)?(\?[a-z=&]*)?`).Draw(t, "url")
		once, err := shortener.Normalize(raw)
		if err != nil {
			return
		}
		twice, err := shortener.Normalize(once)
		require.NoError(t, err)
		require.Equal(t, once, twice)
	})
}

func FuzzNormalize(f *testing.F) {
	for _, seed := range []string{"http://h", "https://user@h/", "http://[::1%25eth0]/", "http://h/\x00", "http://%zz/"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		got, err := shortener.Normalize(raw)
		if err != nil {
			var refused *shortener.RefusedError
			require.ErrorAs(t, err, &refused)
			return
		}
		require.True(t, strings.HasPrefix(got, "http://") || strings.HasPrefix(got, "https://"))
		require.NotContains(t, got, "\n")
		again, err := shortener.Normalize(got)
		require.NoError(t, err)
		require.Equal(t, got, again)
		for i := range len(got) {
			require.True(t, got[i] > ' ' && got[i] < 0x7f, "a header can carry it")
		}
	})
}

func TestGarbageIsRefusedWithoutFindingIt(t *testing.T) {
	s, store := newService(t, shortener.Config{})
	shorten(t, s, shortener.Order{URL: "http://h/"})
	for _, code := range []string{"zzzzzzz", "0000000", "/etc/passwd", "a", "no such", strings.Repeat("a", 33), "%00%00%00%00%00"} {
		_, err := s.Resolve(t.Context(), code)
		require.ErrorIs(t, err, shortener.ErrNotFound, code)
	}
	require.Zero(t, store.finds.Load())
}

// TestMadeUpCodesAskNothing tries codes that are well-formed: of the whole space next to
// none can have been given out, and the store need not be asked about the others.
func TestMadeUpCodesAskNothing(t *testing.T) {
	s, store := newService(t, shortener.Config{})
	shorten(t, s, shortener.Order{URL: "http://h/"})
	random := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		code := make([]byte, 7)
		for i := range code {
			code[i] = shortcode.Base62[random.IntN(62)]
		}
		_, err := s.Resolve(t.Context(), string(code))
		require.ErrorIs(t, err, shortener.ErrNotFound)
	}
	require.LessOrEqual(t, store.reserved.Load()+store.finds.Load(), int64(20_000/1000))
}

// TestAnotherMachinesRangeIsKnown resolves on b at once what a has made since b looked last.
func TestAnotherMachinesRangeIsKnown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, b, store := machines(t, shortener.Config{})
		for i := range 5 {
			a, err := shortener.New(store, shortener.Config{Key: key})
			require.NoError(t, err)
			_, err = store.Reserve(t.Context(), 1_000_000) // others are busy
			require.NoError(t, err)
			for j := range 3 {
				resolve(t, b, shorten(t, a, shortener.Order{URL: fmt.Sprint("http://h/", i, "/", j)}))
			}
			time.Sleep(time.Duration(i) * time.Hour)
		}
	})
}

func TestAnotherMachinesLinksResolve(t *testing.T) {
	store := &memory.Store{}
	a, err := shortener.New(store, shortener.Config{Key: key})
	require.NoError(t, err)
	b, err := shortener.New(store, shortener.Config{Key: key})
	require.NoError(t, err)
	for i := range 3 {
		l := shorten(t, a, shortener.Order{URL: fmt.Sprint("http://h/", i)})
		got, err := b.Resolve(t.Context(), l.Code)
		require.NoError(t, err)
		require.Equal(t, l.URL, got.URL)
	}
	require.NoError(t, b.Shutdown(t.Context()))
}

func TestHitsAreBatchedAndExact(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, store := newService(t, shortener.Config{})
		l := shorten(t, s, shortener.Order{URL: "http://h/"})
		var wg sync.WaitGroup
		for range 1000 {
			wg.Go(func() {
				if _, err := s.Resolve(t.Context(), l.Code); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		require.Zero(t, store.batches.Load())
		time.Sleep(100 * time.Millisecond)
		synctest.Wait()
		require.EqualValues(t, 1, store.batches.Load(), "one statement for a thousand hits")
		got, err := store.Find(t.Context(), l.Code)
		require.NoError(t, err)
		require.EqualValues(t, 1000, got.Hits)

		_, err = s.Resolve(t.Context(), l.Code)
		require.NoError(t, err)
		require.NoError(t, s.Shutdown(t.Context()))
		got, err = store.Find(t.Context(), l.Code)
		require.NoError(t, err)
		require.EqualValues(t, 1001, got.Hits, "exact after shutdown")
	})
}

func TestHitsSurviveAStoreThatFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var told atomic.Int64
		s, store := newService(t, shortener.Config{OnError: func(err error) {
			if errors.Is(err, errDisk) {
				told.Add(1)
			}
		}})
		l := shorten(t, s, shortener.Order{URL: "http://h/"})
		store.failHits.Store(true)
		_, err := s.Resolve(t.Context(), l.Code)
		require.NoError(t, err)
		time.Sleep(time.Second)
		synctest.Wait()
		require.Positive(t, told.Load())
		require.ErrorIs(t, s.Shutdown(t.Context()), errDisk)
		store.failHits.Store(false)
		require.NoError(t, s.Shutdown(t.Context()))
		got, err := store.Find(t.Context(), l.Code)
		require.NoError(t, err)
		require.EqualValues(t, 1, got.Hits)
	})
}

func TestHashStrategyFindsCollisions(t *testing.T) {
	s, _ := newService(t, shortener.Config{Strategy: func(s shortener.Store, c *shortcode.Cipher) shortener.Strategy {
		return colliding{shortener.Hash(s, c)}
	}})
	a := shorten(t, s, shortener.Order{URL: "http://a/"})
	b := shorten(t, s, shortener.Order{URL: "http://b/"})
	require.NotEqual(t, a.Code, b.Code)
	got, err := s.Resolve(t.Context(), a.Code)
	require.NoError(t, err)
	require.Equal(t, "http://a/", got.URL)
	require.NoError(t, s.Shutdown(t.Context()))
}

// colliding gives every URL the same first code.
type colliding struct{ shortener.Strategy }

func (c colliding) Code(ctx context.Context, url string, attempt int) (string, error) {
	if attempt == 0 {
		return "0000000", nil
	}
	return c.Strategy.Code(ctx, url, attempt)
}

func TestSettings(t *testing.T) {
	for want, c := range map[string]shortener.Config{
		"Key has 0 bytes":   {},
		"CacheSize is -1":   {Key: key, CacheSize: -1},
		"CacheFor is -1ns":  {Key: key, CacheFor: -1},
		"FlushEvery is -1n": {Key: key, FlushEvery: -1},
		"Timeout is -1ns":   {Key: key, Timeout: -1},
		"Redirect is 303":   {Key: key, Redirect: 303},
		`Host is "h:80"`:    {Key: key, Host: "h:80"},
	} {
		_, err := shortener.New(&memory.Store{}, c)
		require.ErrorContains(t, err, want)
	}
	_, err := shortener.New(nil, shortener.Config{Key: key})
	require.ErrorContains(t, err, "Store is nil")
}

func TestHandler(t *testing.T) {
	s, _ := newService(t, shortener.Config{})
	h := s.Handler()
	ask := func(method, path, body string) *http.Response {
		r := httptest.NewRequest(method, path, strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w.Result()
	}
	made := ask("POST", "/api/links", `{"url":"http://go.dev"}`)
	require.Equal(t, 201, made.StatusCode)
	location := made.Header.Get("Location")
	require.Equal(t, 200, ask("POST", "/api/links", `{"url":"http://go.dev"}`).StatusCode)

	found := ask("GET", location, "")
	require.Equal(t, 302, found.StatusCode)
	require.Equal(t, "http://go.dev/", found.Header.Get("Location"))
	stats := ask("GET", "/api/links"+location, "")
	text, err := io.ReadAll(stats.Body)
	require.NoError(t, err)
	require.Contains(t, string(text), `"hits":1`)
	require.Equal(t, 200, ask("GET", "/healthz", "").StatusCode)
	require.Equal(t, 200, ask("GET", "/readyz", "").StatusCode)

	for _, tt := range []struct {
		method, path, body string
		status             int
	}{
		{"POST", "/api/links", `{"url":"ftp://h"}`, 422},
		{"POST", "/api/links", `{"url":1}`, 400},
		{"POST", "/api/links", `{"uri":"http://h"}`, 400},
		{"POST", "/api/links", `{"url":"` + strings.Repeat("a", 20<<10) + `"}`, 413},
		{"POST", "/api/links", `{"url":"http://h","alias":"spring"}`, 201},
		{"POST", "/api/links", `{"url":"http://i","alias":"spring"}`, 409},
		{"GET", "/api/links?limit=0", "", 422},
		{"GET", "/api/links?limit=x", "", 422},
		{"GET", "/api/links?limit=1&q=spr", "", 200},
		{"POST", "/api/links", `{"url":"http://h","alias":"spring"}`, 200},
		{"POST", "/api/links", `{"url":"http://h"}{}`, 400},
		{"GET", "/api/links/spring/history?days=7", "", 200},
		{"GET", "/api/links/spring/history?days=x", "", 422},
		{"GET", "/api/links/a%00b", "", 404},
		{"GET", "/api/links/a%ffb/history", "", 404},
		{"DELETE", "/api/links/a%ffb", "", 404},
		{"GET", "/a%00b", "", 404},
		{"GET", "/api/links?after=%ff", "", 422},
		{"GET", "/zzzzzzz", "", 404},
		{"DELETE", "/api/links/spring", "", 204},
		{"DELETE", "/api/links/spring", "", 404},
		{"PUT", "/api/links", "", 405},
	} {
		resp := ask(tt.method, tt.path, tt.body)
		require.Equal(t, tt.status, resp.StatusCode, "%s %s", tt.method, tt.path)
		if tt.status >= 400 && tt.status != 405 {
			require.Equal(t, "application/problem+json", resp.Header.Get("Content-Type"))
		}
	}
	s.Drain()
	require.Equal(t, 503, ask("GET", "/readyz", "").StatusCode)
	require.Equal(t, 200, ask("GET", "/healthz", "").StatusCode)
	require.Equal(t, 302, ask("GET", location, "").StatusCode, "what still comes is served")
	require.NoError(t, s.Shutdown(t.Context()))
}
