package middleware_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/goconcepts/cookbook/decorators/middleware"
)

// unwrapper is the least that a wrapped writer should have.
type unwrapper struct{ http.ResponseWriter }

func (u unwrapper) Unwrap() http.ResponseWriter { return u.ResponseWriter }

// What becomes of functools.wraps?
//
// In Go a wrapper loses not a name but abilities. A struct around an
// http.ResponseWriter has that interface's three methods and no more, so
// Flush, Hijack and ReadFrom are gone. Give it Unwrap, which
// http.ResponseController follows; for older code, which asserts http.Flusher,
// return a type that has just what the inner writer has.
//
// Follow-ups:
//   - Why not give the wrapper all four methods? It would claim what the inner writer cannot do: HTTP/2 has no Hijack, and a caller that asks gets a wrong answer.
//   - How many types are that? Four optional interfaces make 16, since a method set is fixed when the program is built. middleware.Wrap returns the right one in one allocation.
//   - And a function's own name? Identity is data: decorators.Name puts a label into the context, which hooks, logs and errors show.
//
// Pitfalls:
//   - Forgetting ReadFrom: without it io.Copy misses sendfile, and one that is merely passed on bypasses your counter.
//   - Taking status 0 for a failure: a handler that only writes has sent 200.
//
// Trade-offs: Unwrap alone suffices if all handlers use http.ResponseController; the 16 types are for
// code that you do not control.
//
// From Python: Python's functools.wraps copies __name__, __doc__ and __wrapped__ so that the wrapper looks like the function.
// Unwrap is Go's __wrapped__; names need no copying, since a Go wrapper never takes the place of what it wraps.
//
// Level: senior. Tags: http, interfaces, middleware. Since: go1.20. See: decorators/middleware/server, [net/http.ResponseController].
func Example_wraps() {
	type plain struct{ http.ResponseWriter } // three methods, whatever is inside
	for _, row := range []struct {
		name string
		wrap func(http.ResponseWriter) http.ResponseWriter
	}{
		{"embedded:", func(w http.ResponseWriter) http.ResponseWriter { return plain{w} }},
		{"with Unwrap:", func(w http.ResponseWriter) http.ResponseWriter { return unwrapper{w} }},
		{"middleware.Wrap:", func(w http.ResponseWriter) http.ResponseWriter { w, _ = middleware.Wrap(w); return w }},
	} {
		recorder := httptest.NewRecorder()
		w := row.wrap(recorder)
		_, asserts := w.(http.Flusher)
		err := http.NewResponseController(w).Flush()
		_, hijacks := w.(http.Hijacker) // the recorder cannot, and so no wrapper may say so
		fmt.Println(row.name, "Flusher", asserts, "- controller flushes", err == nil && recorder.Flushed, "- Hijacker", hijacks)
	}
	// Output:
	// embedded: Flusher false - controller flushes false - Hijacker false
	// with Unwrap: Flusher false - controller flushes true - Hijacker false
	// middleware.Wrap: Flusher true - controller flushes true - Hijacker false
}
