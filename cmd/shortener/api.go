package main

import (
	_ "embed"
	"net/http"
)

// openapi describes the HTTP API (OpenAPI 3.1). A test holds it to the handler.
//
//go:embed openapi.json
var openapi []byte

func serveOpenAPI(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "max-age=3600")
	_, _ = w.Write(openapi) // a client that has left does not need it
}
