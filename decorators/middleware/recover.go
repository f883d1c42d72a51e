package middleware

import (
	"net/http"
	"runtime/debug"
)

// Recover answers 500 when a handler panics before the head is written. After
// that it aborts the connection with http.ErrAbortHandler, so that the client
// does not take half an answer for a whole one. A handler's own
// http.ErrAbortHandler passes, as net/http wants it, and so does runtime.Goexit.
//
// seen is told the panic's value and stack; nil tells nobody. net/http itself
// recovers and logs too: use Recover for the answer and for your own report.
func Recover(seen func(r *http.Request, value any, stack []byte)) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			wrapped, written := Wrap(w)
			defer func() {
				v := recover()
				if v == nil {
					return
				}
				if v == http.ErrAbortHandler { //nolint:errorlint // net/http compares the value itself.
					panic(v)
				}
				if seen != nil {
					seen(r, v, debug.Stack())
				}
				if written.Status != 0 || written.Hijacked {
					panic(http.ErrAbortHandler)
				}
				http.Error(wrapped, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
			}()
			next.ServeHTTP(wrapped, r)
		})
	}
}
