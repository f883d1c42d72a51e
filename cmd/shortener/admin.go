package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/http/pprof"
	"time"

	"github.com/goconcepts/cookbook/security/safehttp"
)

// newAdmin returns what the second listener serves: the metrics and, to this machine
// alone, the profiles. They show what goes on inside and cost time to make.
func newAdmin(m *meters, profiles bool) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /metrics", m.write)
	if profiles {
		mux.HandleFunc("GET /debug/pprof/", pprof.Index)
		mux.HandleFunc("GET /debug/pprof/cmdline", pprof.Cmdline)
		mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile)
		mux.HandleFunc("GET /debug/pprof/symbol", pprof.Symbol)
		mux.HandleFunc("GET /debug/pprof/trace", pprof.Trace)
	}
	return mux
}

// serveAdmin serves metrics and profiles on an address until the returned function
// is called.
func serveAdmin(ctx context.Context, addr string, m *meters, logger *slog.Logger) (stop func() error, err error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, err
	}
	local := listener.Addr().(*net.TCPAddr).IP.IsLoopback()
	server, err := safehttp.NewServer(safehttp.ServerConfig{
		Handler: newAdmin(m, local), WriteTimeout: 5 * time.Minute, // a profile of minutes is asked for now and then
	})
	if err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	logger.Info("admin", "addr", listener.Addr().String(), "pprof", local)
	return func() error {
		err := server.Close()
		if served := <-ended; !errors.Is(served, http.ErrServerClosed) {
			err = errors.Join(err, served)
		}
		return err
	}, nil
}
