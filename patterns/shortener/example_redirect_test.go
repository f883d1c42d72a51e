package shortener_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
)

// browser is a client that keeps what it may: by RFC 9111 a 301 and a 308 without
// other word, a 302 and a 307 only when told to.
type browser struct {
	server http.Handler
	kept   map[string]string
}

// visit follows one redirect and tells with which method the target is asked.
func (b *browser) visit(method, path string) string {
	if _, ok := b.kept[path]; ok {
		return method
	}
	w := httptest.NewRecorder()
	b.server.ServeHTTP(w, httptest.NewRequest(method, path, nil))
	control := w.Header().Get("Cache-Control")
	permanent := w.Code == http.StatusMovedPermanently || w.Code == http.StatusPermanentRedirect
	if permanent && control == "" || strings.HasPrefix(control, "max-age=") {
		b.kept[path] = w.Header().Get("Location")
	}
	if method == http.MethodPost && (w.Code == http.StatusMovedPermanently || w.Code == http.StatusFound) {
		return http.MethodGet // what browsers do, and the RFC allows
	}
	return method
}

// 301, 302, 307 or 308: which redirect does a shortener send?
//
// 302 by default: a client asks again each time, so every hit is counted and a change or delete takes effect.
// 301 and 308 are permanent and may be kept for ever: fewer requests, and hits that nobody sees. The second pair,
// 307 and 308, keeps the method: a POST stays a POST, where 301 and 302 let it become a GET.
//
// Follow-ups:
//   - What does shortener do? Config.Redirect chooses 302, 301 or 308; a permanent one of a link that expires is kept no longer than the link.
//   - Can you take a 301 back? Not from those who kept it: their browsers do not ask any more.
//   - What is between? 302 with Cache-Control: private, max-age=60: each visitor asks once a minute, and shared caches keep nothing.
//   - Which do search engines like? A permanent one passes the rank to the target; for a shortener that seldom matters.
//
// Pitfalls:
//   - 301 while testing: the wrong target sticks in every browser that saw it.
//   - A redirect to whatever the query says is an open redirect: the target comes from the store.
//
// Trade-offs: Counted hits and control for a request a click, or no request and no count.
//
// From Python: The status is one argument, and frameworks differ in their default: Django's and Flask's redirect send 302, FastAPI's RedirectResponse 307. The Python
// original stops at the service layer and never says which.
//
// Level: mid. Tags: http, caching, redirects. See: caching/http, patterns/shortener/design.
func Example_redirect() {
	for _, redirect := range []struct {
		code    int
		control string
	}{{301, ""}, {302, ""}, {302, "max-age=60"}, {307, ""}, {308, ""}, {301, "no-store"}} {
		hits := 0
		b := &browser{kept: map[string]string{}, server: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			hits++
			if redirect.control != "" {
				w.Header().Set("Cache-Control", redirect.control)
			}
			w.Header().Set("Location", "https://go.dev/")
			w.WriteHeader(redirect.code)
		})}
		for range 10 {
			b.visit(http.MethodGet, "/abc")
		}
		counted := hits
		fmt.Printf("%d %-10s  of ten visits counted: %d; a POST becomes %s\n", redirect.code, redirect.control, counted, b.visit(http.MethodPost, "/other"))
	}
	// Output:
	// 301             of ten visits counted: 1; a POST becomes GET
	// 302             of ten visits counted: 10; a POST becomes GET
	// 302 max-age=60  of ten visits counted: 1; a POST becomes GET
	// 307             of ten visits counted: 10; a POST becomes POST
	// 308             of ten visits counted: 1; a POST becomes POST
	// 301 no-store    of ten visits counted: 10; a POST becomes GET
}
