// want: output "X-Took sent: false"
// The header is set after the inner handler has written, when the head is gone.
package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
)

func timed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r)
		w.Header().Set("X-Took", "a while")
	})
}

func main() {
	hello := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "hello") })
	w := httptest.NewRecorder()
	timed(hello).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	_, sent := w.Result().Header["X-Took"]
	fmt.Println("X-Took sent:", sent)
}
