// want: output "flushed: false, feature not supported"
// The wrapper embeds the interface: it has three methods, and neither Flush nor Unwrap.
package main

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
)

type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

func main() {
	recorder := httptest.NewRecorder() // it can flush
	err := http.NewResponseController(&statusWriter{ResponseWriter: recorder}).Flush()
	why := "no error"
	if errors.Is(err, http.ErrNotSupported) {
		why = "feature not supported"
	}
	fmt.Printf("flushed: %v, %s\n", recorder.Flushed, why)
}
