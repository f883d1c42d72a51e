package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/goconcepts/cookbook/decorators/middleware"
	"github.com/goconcepts/cookbook/patterns/resource"
	"github.com/goconcepts/cookbook/patterns/shortener"
	"github.com/goconcepts/cookbook/patterns/shortener/postgres"
	"github.com/goconcepts/cookbook/security/safehttp"
)

// How long the end may take: requests that run, then hits that wait to be written.
const (
	finishWithin = 20 * time.Second
	flushWithin  = 10 * time.Second
)

// serve opens everything, serves until ctx ends, and closes everything in the opposite
// order; started, if not nil, gets the address. Nobody notices its end: readiness goes off
// first, so that no new requests are sent here; those that come until the balancer knows
// are served; then no more are taken, those that run end, and the hits are written.
func serve(
	ctx context.Context, stack *resource.Stack, s *settings, out io.Writer,
	started chan<- string, sleep func(time.Duration),
) error {
	logger := newLogger(out, s)
	meters, err := newMeters()
	if err != nil {
		return err
	}
	store, key, err := openStore(ctx, s)
	if err != nil {
		return err
	}
	stack.Defer(store.Close)
	config := shortener.Config{Key: key, Redirect: s.redirect, OnError: func(err error) {
		meters.storeErrors.Inc()
		logger.Error("hits wait to be written", "error", err)
	}}
	if s.base != nil {
		config.Host = s.base.Hostname()
	}
	service, err := shortener.New(store, config)
	if err != nil {
		return err
	}
	meters.watch(service)
	// Entered after the store, so run before its Close: the hits that wait are written.
	stack.DeferCtx(func(ctx context.Context) error {
		ctx, cancel := context.WithTimeout(ctx, flushWithin)
		defer cancel()
		return service.Shutdown(ctx)
	})
	if server, ok := store.(*postgres.Store); ok {
		stack.Defer(listen(server, service, logger))
	}
	if s.admin != "" {
		stop, err := serveAdmin(ctx, s.admin, meters, logger)
		if err != nil {
			return err
		}
		stack.Defer(stop)
	}
	var leaving atomic.Bool
	server, err := newServer(service, s, meters, logger, &leaving)
	if err != nil {
		return err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", s.addr)
	if err != nil {
		return err
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	logger.Info("listening", "addr", listener.Addr().String(), "postgres", s.postgres())
	if started != nil {
		started <- listener.Addr().String()
	}
	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	}
	logger.Info("shutting down")
	service.Drain()
	leaving.Store(true)
	sleep(s.drain)
	return finish(ctx, server)
}

// finish takes no more connections and waits for the requests that run.
func finish(ctx context.Context, server *http.Server) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), finishWithin)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		return errors.Join(err, server.Close())
	}
	return nil
}

// parting tells clients, once leaving is set, that their connection ends with the answer:
// none of them is then closed at the very moment that it is used again.
func parting(leaving *atomic.Bool) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if leaving.Load() {
				w.Header().Set("Connection", "close")
			}
			next.ServeHTTP(w, r)
		})
	}
}

// newServer returns the server of the API and the pages.
func newServer(service *shortener.Service, s *settings, m *meters, logger *slog.Logger, leaving *atomic.Bool) (*http.Server, error) {
	handler, err := newHandler(service, s)
	if err != nil {
		return nil, err
	}
	server, err := safehttp.NewServer(safehttp.ServerConfig{Handler: handler, CSP: policy})
	if err != nil {
		return nil, err
	}
	// Around the hardened handler, so that what it refuses is seen too.
	server.Handler = middleware.Chain(server.Handler, parting(leaving), middleware.RequestID,
		middleware.Observe(func(r *http.Request, o middleware.Observation) {
			m.seen(r, o)
			logRequest(logger, r, o)
		}),
		middleware.Recover(func(r *http.Request, value any, stack []byte) {
			logger.Error("panic", "id", middleware.ID(r.Context()), "value", value, "stack", string(stack))
		}))
	server.ErrorLog = slog.NewLogLogger(logger.Handler(), slog.LevelWarn)
	return server, nil
}

// newHandler joins the service's API, the pages and the limit.
func newHandler(service *shortener.Service, s *settings) (http.Handler, error) {
	site, err := newSite(service, s.base)
	if err != nil {
		return nil, err
	}
	api := service.Handler()
	mux := http.NewServeMux()
	site.routes(mux)
	mux.HandleFunc("GET /api/openapi.json", serveOpenAPI)
	for _, pattern := range []string{"/api/", "GET /{code}", "GET /healthz", "GET /readyz"} {
		mux.Handle(pattern, api)
	}
	layers := []func(http.Handler) http.Handler{site.readable}
	if s.rate > 0 {
		limiter, err := newLimiter(s.rate, s.burst, maxClients, s.trusted)
		if err != nil {
			return nil, err
		}
		layers = append(layers, limiter.layer)
	}
	return middleware.Chain(mux, layers...), nil
}
