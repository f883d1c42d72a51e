package middleware_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
)

// Write HTTP middleware from scratch.
//
// Middleware is a decorator of http.Handler: func(http.Handler) http.Handler.
// Code before next.ServeHTTP sees the request on its way in, code after it runs
// on the way out, and leaving the call out answers at once. Headers must be set
// before the inner handler writes, for the first write sends them.
//
// Follow-ups:
//   - How does it learn the status? Not from the interface: wrap the ResponseWriter, and keep what the inner one can do: middleware.Observe.
//   - How does a value reach the handler? By r.WithContext with a key of an unexported type.
//   - In which order do they run? The outermost first on the way in and last on the way out; middleware.Chain lists them in that order.
//
// Pitfalls:
//   - A header set after next.ServeHTTP is lost: the head has been sent.
//   - Changing the request that came in: shared by whoever wrapped you; use r.WithContext or r.Clone.
//
// From Python: An ASGI or WSGI layer is the same onion. In Go the type is one function of the
// standard library, so layers from any module fit, and no framework is needed.
//
// Level: junior. Tags: http, middleware. See: decorators/middleware/wraps, decorators/order.
func Example_server() {
	logged := func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			fmt.Println("in:", r.Method, r.URL.Path)
			next.ServeHTTP(w, r)
			fmt.Println("out")
		})
	}
	keyed := func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("X-Served-By", "cookbook")
			if r.Header.Get("X-Key") == "" {
				http.Error(w, "no key", http.StatusUnauthorized)
				return // the inner handler is never called
			}
			next.ServeHTTP(w, r)
		})
	}
	hello := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Println("handler")
		fmt.Fprint(w, "hello")
	})
	handler := logged(keyed(hello))

	for _, key := range []string{"", "secret"} {
		r := httptest.NewRequest("GET", "/greet", nil)
		r.Header.Set("X-Key", key)
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		fmt.Println(w.Code, w.Header().Get("X-Served-By"))
	}
	// Output:
	// in: GET /greet
	// out
	// 401 cookbook
	// in: GET /greet
	// handler
	// out
	// 200 cookbook
}
