package decorators

import (
	"io"
	"log"
	"net/http"

	"github.com/gorilla/handlers"
)

func gorilla() peer {
	return peer{
		library: "github.com/gorilla/handlers",
		recovers: func(h http.Handler) http.Handler {
			return handlers.RecoveryHandler(handlers.RecoveryLogger(log.New(io.Discard, "", 0)))(h)
		},
	}
}
