package decorators

import (
	"net/http"

	"github.com/felixge/httpsnoop"
)

// snoop notes the status by hooks, as CaptureMetrics of the same module does.
func snoop() peer {
	return peer{
		library: "github.com/felixge/httpsnoop",
		wrap: func(w http.ResponseWriter, _ *http.Request) (http.ResponseWriter, func() int) {
			status := 0
			return httpsnoop.Wrap(w, httpsnoop.Hooks{
				WriteHeader: func(next httpsnoop.WriteHeaderFunc) httpsnoop.WriteHeaderFunc {
					return func(code int) {
						if status == 0 && code >= 200 { // a 1xx is not final
							status = code
						}
						next(code)
					}
				},
				Write: func(next httpsnoop.WriteFunc) httpsnoop.WriteFunc {
					return func(p []byte) (int, error) {
						if status == 0 {
							status = http.StatusOK
						}
						return next(p)
					}
				},
			}), func() int { return status }
		},
	}
}
