package decorators

import (
	"net/http"

	"github.com/felixge/httpsnoop"
)

// snoop uses CaptureMetrics, which is what the module is for.
func snoop() peer {
	return peer{
		library: "github.com/felixge/httpsnoop",
		observe: func(w http.ResponseWriter, _ *http.Request, handler func(http.ResponseWriter)) int {
			return httpsnoop.CaptureMetricsFn(w, handler).Code
		},
	}
}
