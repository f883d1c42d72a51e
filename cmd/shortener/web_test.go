package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/patterns/shortener"
	"github.com/goconcepts/cookbook/patterns/shortener/memory"
)

// testKey is a key of codes.
var testKey = []byte("0123456789abcdef")

// down is a store that does not answer while broken is set.
type down struct {
	*memory.Store
	broken atomic.Bool
}

var errDown = errors.New("connection refused by db.internal")

func (d *down) err() error {
	if d.broken.Load() {
		return errDown
	}
	return nil
}

func (d *down) Insert(ctx context.Context, l shortener.Link) (shortener.Link, error) {
	stored, err := d.Store.Insert(ctx, l)
	return stored, errors.Join(err, d.err())
}

func (d *down) Find(ctx context.Context, code string) (shortener.Link, error) {
	if err := d.err(); err != nil {
		return shortener.Link{}, err
	}
	return d.Store.Find(ctx, code)
}

func (d *down) FindURL(ctx context.Context, url string) (shortener.Link, error) {
	if err := d.err(); err != nil {
		return shortener.Link{}, err
	}
	return d.Store.FindURL(ctx, url)
}

func (d *down) Search(ctx context.Context, code string, urls []string, after string, limit int) ([]shortener.Link, error) {
	links, err := d.Store.Search(ctx, code, urls, after, limit)
	return links, errors.Join(err, d.err())
}

func (d *down) History(ctx context.Context, code string, since time.Time) ([]shortener.Day, error) {
	days, err := d.Store.History(ctx, code, since)
	return days, errors.Join(err, d.err())
}

func (d *down) List(ctx context.Context, after string, limit int) ([]shortener.Link, error) {
	links, err := d.Store.List(ctx, after, limit)
	return links, errors.Join(err, d.err())
}

func (d *down) Delete(ctx context.Context, code string) error {
	if err := d.err(); err != nil {
		return err
	}
	return d.Store.Delete(ctx, code)
}

func (d *down) Reserved(ctx context.Context) (uint64, error) {
	n, err := d.Store.Reserved(ctx)
	return n, errors.Join(err, d.err())
}

// world is a service with all its layers, asked without a network.
type world struct {
	*testing.T
	handler http.Handler
	service *shortener.Service
	store   *down
	meters  *meters
	logged  *log
	leaving atomic.Bool
}

func newWorld(t *testing.T, change ...func(*settings)) *world {
	t.Helper()
	s := settings{level: slog.LevelDebug, format: "json"}
	for _, c := range change {
		c(&s)
	}
	w := &world{T: t, store: &down{Store: &memory.Store{}}, logged: &log{}}
	var err error
	w.service, err = shortener.New(w.store, shortener.Config{Key: testKey, Host: "s.example", Redirect: s.redirect, CacheFor: time.Hour})
	require.NoError(t, err)
	t.Cleanup(func() { _ = w.service.Shutdown(context.WithoutCancel(t.Context())) }) // with a broken store it may fail
	w.meters, err = newMeters()
	require.NoError(t, err)
	w.meters.watch(w.service)
	server, err := newServer(w.service, &s, w.meters, newLogger(w.logged, &s), &w.leaving)
	require.NoError(t, err)
	w.handler = server.Handler
	return w
}

// ask sends a request; header holds names and values in turn.
func (w *world) ask(method, path, body string, header ...string) *httptest.ResponseRecorder {
	w.Helper()
	var reader io.Reader = http.NoBody
	if body != "" {
		reader = strings.NewReader(body)
	}
	r := httptest.NewRequestWithContext(w.Context(), method, path, reader)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	out := httptest.NewRecorder()
	w.handler.ServeHTTP(out, r)
	return out
}

func (w *world) get(path string, header ...string) *httptest.ResponseRecorder {
	w.Helper()
	return w.ask(http.MethodGet, path, "", header...)
}

// submit sends a form as a browser does.
func (w *world) submit(path string, form url.Values, header ...string) *httptest.ResponseRecorder {
	w.Helper()
	return w.ask(http.MethodPost, path, form.Encode(), append([]string{
		"Content-Type", "application/x-www-form-urlencoded", "Sec-Fetch-Site", "same-origin", "Accept", "text/html",
	}, header...)...)
}

// follow gets the page that a form's answer leads to, with the cookie that it set.
func (w *world) follow(answer *httptest.ResponseRecorder) *httptest.ResponseRecorder {
	w.Helper()
	require.Equal(w, http.StatusSeeOther, answer.Code, answer.Body)
	cookie := answer.Result().Cookies()[0]
	return w.get(answer.Header().Get("Location"), "Cookie", cookie.Name+"="+cookie.Value)
}

func (w *world) shortened(o shortener.Order) shortener.Link {
	w.Helper()
	l, err := w.service.Shorten(w.Context(), o)
	require.NoError(w, err)
	return l
}

func TestPageShortens(t *testing.T) {
	w := newWorld(t)
	require.Contains(t, w.get("/").Body.String(), `<label for="url">`)
	answer := w.submit("/", url.Values{"url": {"https://Go.dev"}, "alias": {" go "}, "expires": {"hour"}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)

	answer = w.submit("/", url.Values{"url": {"https://Go.dev"}, "alias": {" golang "}, "expires": {"hour"}})
	require.Equal(t, "/links/golang", answer.Header().Get("Location"))
	require.Contains(t, answer.Header().Get("Set-Cookie"), "HttpOnly; SameSite=Strict")
	page := w.follow(answer)
	require.Contains(t, page.Body.String(), `<p class="flash" role="status">The short link is made.</p>`)
	require.Contains(t, page.Body.String(), `value="http://example.com/golang"`)
	require.Contains(t, page.Body.String(), "https://go.dev/")
	require.Contains(t, page.Header().Get("Set-Cookie"), "Max-Age=0", "a flash is said once")
	require.NotContains(t, w.get("/links/golang").Body.String(), "flash")

	link, err := w.service.Stats(t.Context(), "golang")
	require.NoError(t, err)
	require.InDelta(t, time.Hour, time.Until(link.Expires), float64(time.Minute))

	first := w.follow(w.submit("/", url.Values{"url": {"https://pkg.go.dev"}}))
	again := w.follow(w.submit("/", url.Values{"url": {"https://pkg.go.dev"}}))
	require.Contains(t, first.Body.String(), "The short link is made.")
	require.Contains(t, again.Body.String(), "This address has a short link already.")
}

// An error stands beside its field, tied to it, and what was typed is kept.
func TestPageTiesErrorsToFields(t *testing.T) {
	w := newWorld(t)
	w.shortened(shortener.Order{URL: "https://go.dev", Alias: "taken"})
	for _, tt := range []struct {
		field, text string
		status      int
		form        url.Values
	}{
		{"url", "The address must begin with http:// or https://.", 422, url.Values{"url": {"ftp://x"}, "alias": {"mine"}}},
		{"url", "The address must not lead back to this service.", 422, url.Values{"url": {"http://s.example/x"}, "alias": {"mine"}}},
		{"alias", "The name must have 3 to 32 characters.", 422, url.Values{"url": {"https://x"}, "alias": {"me"}}},
		{"alias", "This name is taken: choose another.", 409, url.Values{"url": {"https://x"}, "alias": {"taken"}}},
		{"expires", "Choose one of these.", 422, url.Values{"url": {"https://x"}, "expires": {"soon"}}},
	} {
		answer := w.submit("/", tt.form)
		body := answer.Body.String()
		require.Equal(t, tt.status, answer.Code)
		require.Contains(t, body, `<p class="bad" id="`+tt.field+`-wrong">`+tt.text+`</p>`)
		field := regexp.MustCompile(`<(input|select) id="` + tt.field + `"[^>]*>`).FindString(body)
		require.Contains(t, field, `aria-invalid="true"`)
		require.Contains(t, field, tt.field+"-wrong")
		require.Equal(t, 1, strings.Count(body, "aria-invalid"))
		require.Contains(t, body, "<title>Error: ")
		for name, value := range tt.form {
			if name != "expires" {
				require.Contains(t, body, ` value="`+value[0]+`"`)
			}
		}
	}
}

func TestPageListsAndSearches(t *testing.T) {
	w := newWorld(t)
	require.Contains(t, w.get("/links/").Body.String(), "There are no links yet.")
	for _, c := range "abcdefghijklmnopqrstuvwxyz" {
		w.shortened(shortener.Order{URL: "https://go.dev/" + string(c), Alias: "link-" + string(c)})
	}
	w.shortened(shortener.Order{URL: "https://example.com/", Alias: "other"})
	first := w.get("/links/").Body.String()
	require.Equal(t, pageSize, strings.Count(first, "<li>"))
	require.NotContains(t, first, "First page")
	next := regexp.MustCompile(`rel="next" href="([^"]+)"`).FindStringSubmatch(first)
	require.Len(t, next, 2)
	second := w.get(strings.ReplaceAll(next[1], "&amp;", "&")).Body.String()
	require.Equal(t, 2, strings.Count(second, "<li>"))
	require.Contains(t, second, `href="/links/link-z"`)
	require.Contains(t, second, "First page")
	require.NotContains(t, second, `rel="next"`)

	found := w.get("/links/?q=go.dev/b").Body.String()
	require.Equal(t, 1, strings.Count(found, "<li>"))
	require.Contains(t, found, `href="/links/link-b"`)
	require.Contains(t, found, `value="go.dev/b"`)
	require.Contains(t, w.get("/links/?q=%3Cscript%3E").Body.String(), "No link begins with “&lt;script&gt;”.")
	require.Contains(t, w.get("/links/?after=zzz").Body.String(), "There are no more links.")
	refused := w.get("/links/?q=%00")
	require.Equal(t, http.StatusUnprocessableEntity, refused.Code)
	require.Contains(t, refused.Body.String(), "The text must be UTF-8")
}

func TestPageShowsHits(t *testing.T) { synctest.Test(t, pageShowsHits) } // where it is never midnight

func pageShowsHits(t *testing.T) {
	w := newWorld(t)
	link := w.shortened(shortener.Order{URL: "https://go.dev/"})
	empty := w.get("/links/" + link.Code).Body.String()
	require.Contains(t, empty, "None in 30 days (UTC).")
	require.NotContains(t, empty, "<rect")
	for range 3 {
		require.Equal(t, http.StatusFound, w.get("/"+link.Code).Code)
	}
	today := day(time.Now())
	for days, rows := range map[string]int{"": 30, "?days=7": 7, "?days=365": 365, "?days=-1": 30, "?days=x": 30, "?days=99999": 30} {
		body := w.get("/links/" + link.Code + days).Body.String()
		require.Equal(t, rows, strings.Count(body, `<th scope="row">`))
		require.Contains(t, body, `height="75"><title>`+today+`: 3</title></rect>`, "three of four")
		require.Contains(t, body, `<desc id="plot-text">3 in all; the most, 3, on `+today+`.</desc>`)
		require.Contains(t, body, `<th scope="row">`+today+`</th><td class="number">3</td>`)
	}
}

func TestPageDeletesAfterAsking(t *testing.T) {
	w := newWorld(t)
	link := w.shortened(shortener.Order{URL: "https://go.dev/"})
	require.Contains(t, w.get("/links/"+link.Code+"/delete").Body.String(), "This cannot be undone.")
	require.Equal(t, http.StatusOK, w.get("/links/"+link.Code).Code, "asking deletes nothing")
	page := w.follow(w.submit("/links/"+link.Code+"/delete", nil))
	require.Contains(t, page.Body.String(), "The link is deleted.")
	for _, path := range []string{"/links/" + link.Code, "/links/" + link.Code + "/delete", "/" + link.Code} {
		require.Equal(t, http.StatusNotFound, w.get(path, "Accept", "text/html").Code)
	}
	require.Equal(t, http.StatusNotFound, w.submit("/links/"+link.Code+"/delete", nil).Code)
}

// A page elsewhere can neither make nor delete links with somebody's browser.
func TestPageKeepsOtherOriginsOut(t *testing.T) {
	w := newWorld(t)
	link := w.shortened(shortener.Order{URL: "https://go.dev/"})
	for _, site := range []string{"cross-site", "same-site"} {
		require.Equal(t, http.StatusForbidden, w.submit("/", url.Values{"url": {"https://x"}}, "Sec-Fetch-Site", site).Code)
		require.Equal(t, http.StatusForbidden, w.submit("/links/"+link.Code+"/delete", nil, "Sec-Fetch-Site", site).Code)
	}
	require.Equal(t, http.StatusOK, w.get("/links/"+link.Code).Code)
}

func TestPageHeaders(t *testing.T) {
	w := newWorld(t)
	link := w.shortened(shortener.Order{URL: "https://go.dev/"})
	for _, path := range []string{"/", "/links/", "/links/" + link.Code, "/links/" + link.Code + "/delete", "/nothing/here"} {
		answer := w.get(path, "Accept", "text/html")
		require.Equal(t, policy, answer.Header().Get("Content-Security-Policy"))
		require.Equal(t, "no-store", answer.Header().Get("Cache-Control"))
		require.Equal(t, "text/html; charset=utf-8", answer.Header().Get("Content-Type"))
		body := answer.Body.String()
		require.NotRegexp(t, `<script|<style| style=| on\w+=`, body, "the policy would stop it")
		require.NotRegexp(t, `(src|action)="(https?:)?//`, body, "nothing comes from elsewhere")
		require.Contains(t, body, `<html lang="en">`)
	}
	require.Equal(t, "text/css; charset=utf-8", w.get("/style.css").Header().Get("Content-Type"))
}

// A person gets a page, a program a problem document.
func TestProblemsAreReadable(t *testing.T) { synctest.Test(t, problemsAreReadable) }

func problemsAreReadable(t *testing.T) {
	w := newWorld(t, func(s *settings) { s.rate, s.burst = 1, 5 })
	ended := w.shortened(shortener.Order{URL: "https://go.dev/", Expires: time.Now().Add(time.Second)})
	time.Sleep(time.Second)
	browser := []string{"Accept", "text/html,application/xhtml+xml,*/*;q=0.8"}
	gone := w.get("/"+ended.Code, browser...)
	require.Equal(t, http.StatusGone, gone.Code)
	require.Contains(t, gone.Body.String(), "<p>The link has expired.</p>")
	require.Equal(t, problemType, w.get("/"+ended.Code).Header().Get("Content-Type"))
	require.Equal(t, problemType, w.get("/api/links/none", browser...).Header().Get("Content-Type"))
	missing := w.get("/no/such/page", browser...)
	require.Equal(t, http.StatusNotFound, missing.Code)
	require.Contains(t, missing.Body.String(), "<p>There is no such page.</p>")
	require.Equal(t, http.StatusNotFound, w.get("/wp.php", browser...).Code)
	limited := w.get("/", browser...)
	require.Equal(t, http.StatusTooManyRequests, limited.Code)
	require.Equal(t, "1", limited.Header().Get("Retry-After"))
	require.Contains(t, limited.Body.String(), "<h1>Too Many Requests</h1>")
}

// A store that does not answer is 503 on every page, says nothing of the inside, and
// is forgotten when it answers again.
func TestPagesWithoutAStore(t *testing.T) {
	w := newWorld(t)
	link := w.shortened(shortener.Order{URL: "https://go.dev/"})
	ask := func(want int) {
		for _, path := range []string{"/links/", "/links/" + link.Code, "/links/" + link.Code + "/delete"} {
			answer := w.get(path)
			require.Equal(t, want, answer.Code)
			require.NotContains(t, answer.Body.String(), "db.internal")
		}
	}
	w.store.broken.Store(true)
	ask(http.StatusServiceUnavailable)
	require.Equal(t, http.StatusServiceUnavailable, w.submit("/", url.Values{"url": {"https://x"}}).Code)
	require.Equal(t, http.StatusServiceUnavailable, w.submit("/links/"+link.Code+"/delete", nil).Code)
	w.store.broken.Store(false)
	ask(http.StatusOK)
}

func TestFormsThatAreNone(t *testing.T) {
	w := newWorld(t)
	require.Equal(t, http.StatusRequestEntityTooLarge, w.submit("/", url.Values{"url": {strings.Repeat("x", maxForm)}}).Code)
	answer := w.ask(http.MethodPost, "/", "url=%zz", "Content-Type", "application/x-www-form-urlencoded")
	require.Equal(t, http.StatusBadRequest, answer.Code)
	require.Equal(t, http.StatusUnprocessableEntity, w.ask(http.MethodPost, "/", "{}", "Content-Type", "application/json").Code)
}

func TestAddressesAreOfTheWorld(t *testing.T) {
	base, err := url.Parse("https://s.example")
	require.NoError(t, err)
	w := newWorld(t, func(s *settings) { s.base, s.trusted = base, []netip.Prefix{} })
	link := w.shortened(shortener.Order{URL: "https://go.dev/"})
	require.Contains(t, w.get("/links/"+link.Code).Body.String(), `value="https://s.example/`+link.Code+`"`)
}

// While it drains it is not ready, and serves on; connections end with their answers.
func TestDraining(t *testing.T) {
	w := newWorld(t)
	require.Empty(t, w.get("/").Header().Get("Connection"))
	w.service.Drain()
	w.leaving.Store(true)
	require.Equal(t, http.StatusServiceUnavailable, w.get("/readyz").Code)
	require.Equal(t, http.StatusOK, w.get("/healthz").Code)
	answer := w.get("/")
	require.Equal(t, http.StatusOK, answer.Code)
	require.Equal(t, "close", answer.Header().Get("Connection"))
}
