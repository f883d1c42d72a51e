package middleware

import "net/http"

// Chain wraps h in layers, the first outermost: a request meets them in the
// order in which they are written. No layers return h; a nil layer panics. It
// costs nothing at the request but the layers themselves.
func Chain(h http.Handler, layers ...func(http.Handler) http.Handler) http.Handler {
	for i := len(layers) - 1; i >= 0; i-- {
		h = layers[i](h)
	}
	return h
}
