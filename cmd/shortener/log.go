package main

import (
	"io"
	"log/slog"
	"net/http"

	"github.com/goconcepts/cookbook/decorators/middleware"
)

func newLogger(out io.Writer, s *settings) *slog.Logger {
	options := &slog.HandlerOptions{Level: s.level}
	if s.format == "json" {
		return slog.New(slog.NewJSONHandler(out, options))
	}
	return slog.New(slog.NewTextHandler(out, options))
}

// logRequest writes a record of a request that is over, with its id. Redirects and
// probes that went well are most of all requests and tell the least: they are for
// debugging, and their counts are in the metrics.
func logRequest(logger *slog.Logger, r *http.Request, o middleware.Observation) {
	level := slog.LevelInfo
	switch route := routeOf(r); {
	case o.Panicked || o.Status >= 500:
		level = slog.LevelError
	case o.Status < 400 && (route == "GET /{code}" || route == "GET /healthz" || route == "GET /readyz"):
		level = slog.LevelDebug
	}
	if !logger.Enabled(r.Context(), level) {
		return
	}
	logger.LogAttrs(r.Context(), level, "request",
		slog.String("id", middleware.ID(r.Context())), slog.String("method", r.Method), slog.String("path", r.URL.Path),
		slog.Int("status", o.Status), slog.Int64("bytes", o.Bytes), slog.Duration("took", o.Duration))
}
