package decorators

import (
	"net/http"

	"github.com/go-chi/chi/v5/middleware"
)

func chi() peer {
	return peer{
		library: "github.com/go-chi/chi/v5",
		wrap: func(w http.ResponseWriter, r *http.Request) (http.ResponseWriter, func() int) {
			wrapped := middleware.NewWrapResponseWriter(w, r.ProtoMajor)
			return wrapped, wrapped.Status
		},
		recovers: middleware.Recoverer,
	}
}
