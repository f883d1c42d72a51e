package middleware

import (
	"log/slog"
	"net/http"
	"time"
)

// Observation is one request, when it is over.
type Observation struct {
	Written
	Duration time.Duration // of the handler
	Panicked bool          // the handler panicked or ended its goroutine; the panic goes on
}

// Observe calls seen after each request, also after one that panicked. The
// status is the one sent: 200 if the handler wrote none, 500 if it panicked
// before the head was written, without a layer inside that recovers.
//
// It costs one allocation beside seen's own. seen must be safe for concurrent use.
func Observe(seen func(r *http.Request, o Observation)) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			wrapped, written := Wrap(w)
			begun, returned := time.Now(), false
			defer func() {
				o := Observation{Written: *written, Duration: time.Since(begun), Panicked: !returned}
				if o.Status == 0 && !o.Hijacked {
					if o.Status = http.StatusOK; !returned {
						o.Status = http.StatusInternalServerError
					}
				}
				seen(r, o)
			}()
			next.ServeHTTP(wrapped, r)
			returned = true
		})
	}
}

// Log writes one record for each request: method, path, status, bytes, duration,
// and the request's id if [RequestID] is further out. Server errors and panics
// are logged at Error, the rest at Info. Queries and headers are not logged:
// they may be secret. It panics if logger is nil.
func Log(logger *slog.Logger) func(http.Handler) http.Handler {
	if logger == nil {
		panic("middleware: Log: nil logger")
	}
	return Observe(func(r *http.Request, o Observation) {
		level := slog.LevelInfo
		if o.Panicked || o.Status >= 500 {
			level = slog.LevelError
		}
		logger.LogAttrs(r.Context(), level, "request",
			slog.String("method", r.Method), slog.String("path", r.URL.Path), slog.Int("status", o.Status),
			slog.Int64("bytes", o.Bytes), slog.Duration("took", o.Duration), slog.String("id", ID(r.Context())))
	})
}
