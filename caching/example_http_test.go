package caching_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"
)

// How does HTTP cache, and what is a 304?
//
// A response carries Cache-Control, which says how long it is fresh, and an ETag, the name of its
// version. When it is no longer fresh the client asks again with If-None-Match; if the ETag is still the
// same, the server answers 304 Not Modified without a body, and the copy lives on.
// In Go, set the ETag header and [http.ServeContent] does the rest.
//
// Follow-ups:
//   - max-age or no-cache? max-age means do not ask for so long; no-cache means keep it but ask each time; no-store means do not keep it.
//   - What does Vary do? It names the request headers that belong to the cache's key.
//   - Does a 304 save the work? It saves the bytes; to save the work, know the version without building the body.
//
// Pitfalls:
//   - A private page without Cache-Control: private or no-store may be kept by a shared proxy.
//   - The quotes are part of an ETag: without them it matches nothing.
//
// Trade-offs: Long max-age is fastest but cannot be taken back; put the version into the
// file's name and let it live a year.
//
// From Python: Flask and Django have conditional responses too (make_conditional, the condition
// decorator); here it is the standard library. The Python original leaves HTTP's own cache out.
//
// Level: mid. Tags: http, etag, cache-control. See: [http.ServeContent], caching/stale.
func Example_http() {
	page := "<h1>hello</h1>"
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sum := sha256.Sum256([]byte(page))
		w.Header().Set("ETag", `"`+hex.EncodeToString(sum[:8])+`"`)
		w.Header().Set("Cache-Control", "private, no-cache")
		http.ServeContent(w, r, "page.html", time.Time{}, strings.NewReader(page))
	})
	get := func(etag string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, "/page", nil)
		if etag != "" {
			r.Header.Set("If-None-Match", etag)
		}
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		return w
	}
	first := get("")
	etag := first.Header().Get("ETag")
	fmt.Println("first:", first.Code, first.Body)

	again := get(etag)
	fmt.Println("again:", again.Code, "body empty:", again.Body.Len() == 0)

	page = "<h1>changed</h1>"
	changed := get(etag)
	fmt.Println("changed:", changed.Code, changed.Body, "new ETag:", changed.Header().Get("ETag") != etag)
	// Output:
	// first: 200 <h1>hello</h1>
	// again: 304 body empty: true
	// changed: 200 <h1>changed</h1> new ETag: true
}
