package decorators

import (
	"net/http"

	"github.com/go-chi/chi/v5/middleware"
)

func chi() peer {
	return peer{
		library: "github.com/go-chi/chi/v5",
		observe: func(w http.ResponseWriter, r *http.Request, handler func(http.ResponseWriter)) int {
			wrapped := middleware.NewWrapResponseWriter(w, r.ProtoMajor)
			handler(wrapped)
			return wrapped.Status()
		},
		recovers: middleware.Recoverer,
	}
}
