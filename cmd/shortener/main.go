// Shortener is a URL shortener on one SQLite file.
//
//	go run ./cmd/shortener                    # http://127.0.0.1:8080, links in shortener.db
//	curl -d '{"url":"https://go.dev"}' -H 'Content-Type: application/json' 127.0.0.1:8080/api/links
//
// Flags, each with an environment variable of the same name in capitals:
//
//	-addr    SHORTENER_ADDR   where to listen, 127.0.0.1:8080
//	-db      SHORTENER_DB     the file with the links, shortener.db
//	-key     SHORTENER_KEY    the file with the key of the codes, by default the db's name with .key
//	-host    SHORTENER_HOST   the service's own host: links to it are refused
//	-drain   SHORTENER_DRAIN  how long to serve after readiness is off, 0s; some seconds behind a balancer
//	-version                  print what it was built from
package main

import (
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"github.com/goconcepts/cookbook/decorators/middleware"
	"github.com/goconcepts/cookbook/patterns/resource"
	"github.com/goconcepts/cookbook/patterns/shortener"
	"github.com/goconcepts/cookbook/patterns/shortener/sqlite"
	"github.com/goconcepts/cookbook/security/safehttp"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Getenv, os.Stderr, nil); err != nil {
		fmt.Fprintln(os.Stderr, "shortener:", err)
		os.Exit(1)
	}
}

// settings are what flags and environment say.
type settings struct {
	addr, db, key, host string
	drain               time.Duration
	version             bool
}

func parse(args []string, getenv func(string) string, out io.Writer) (settings, error) {
	var s settings
	set := flag.NewFlagSet("shortener", flag.ContinueOnError)
	set.SetOutput(out)
	set.StringVar(&s.addr, "addr", "127.0.0.1:8080", "where to listen")
	set.StringVar(&s.db, "db", "shortener.db", "the file with the links")
	set.StringVar(&s.key, "key", "", "the file with the key of the codes (the db's name with .key)")
	set.StringVar(&s.host, "host", "", "the service's own host: links to it are refused")
	set.DurationVar(&s.drain, "drain", 0, "how long to serve after readiness is off")
	set.BoolVar(&s.version, "version", false, "print what it was built from")
	var wrong error
	set.VisitAll(func(f *flag.Flag) {
		if value := getenv("SHORTENER_" + strings.ToUpper(f.Name)); value != "" {
			if err := set.Set(f.Name, value); err != nil {
				wrong = errors.Join(wrong, fmt.Errorf("SHORTENER_%s: %w", strings.ToUpper(f.Name), err))
			}
		}
	})
	if err := set.Parse(args); err != nil {
		return s, err
	}
	switch {
	case set.NArg() > 0:
		wrong = errors.Join(wrong, fmt.Errorf("%q is no flag", set.Arg(0)))
	case s.drain < 0:
		wrong = errors.Join(wrong, fmt.Errorf("-drain is %v, want 0 or more", s.drain))
	}
	if s.key == "" {
		s.key = s.db + ".key"
	}
	return s, wrong
}

// run serves until ctx ends; started, if not nil, gets the address.
func run(ctx context.Context, args []string, getenv func(string) string, out io.Writer, started chan<- string) error {
	s, err := parse(args, getenv, out)
	if errors.Is(err, flag.ErrHelp) {
		return nil
	}
	if err != nil {
		return err
	}
	if s.version {
		info, ok := debug.ReadBuildInfo()
		if !ok {
			return errors.New("no build information")
		}
		fmt.Fprint(out, info)
		return nil
	}
	return resource.With(ctx, func(stack *resource.Stack) error { return serve(ctx, stack, s, out, started) })
}

func serve(ctx context.Context, stack *resource.Stack, s settings, out io.Writer, started chan<- string) error {
	logger := slog.New(slog.NewTextHandler(out, nil))
	key, err := loadKey(s.key)
	if err != nil {
		return err
	}
	store, err := resource.Enter(stack, func(ctx context.Context) (*sqlite.Store, error) { return sqlite.Open(ctx, s.db) }, (*sqlite.Store).Close)
	if err != nil {
		return err
	}
	service, err := shortener.New(store, shortener.Config{
		Key: key, Host: s.host,
		OnError: func(err error) { logger.Error("hits wait to be written", "error", err) },
	})
	if err != nil {
		return err
	}
	// Entered after the store, so run before its Close: the hits that wait are written.
	stack.DeferCtx(func(ctx context.Context) error {
		ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
		defer cancel()
		return service.Shutdown(ctx)
	})
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", s.addr)
	if err != nil {
		return err
	}
	server, err := safehttp.NewServer(safehttp.ServerConfig{
		Handler: middleware.Chain(service.Handler(), middleware.RequestID, middleware.Log(logger),
			middleware.Recover(func(r *http.Request, value any, stack []byte) {
				logger.Error("panic", "id", middleware.ID(r.Context()), "value", value, "stack", string(stack))
			})),
	})
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	server.ErrorLog = slog.NewLogLogger(logger.Handler(), slog.LevelWarn)
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	logger.Info("listening", "addr", listener.Addr().String(), "db", s.db)
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
	time.Sleep(s.drain) // the balancer may still send requests: they are served
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 20*time.Second)
	defer cancel()
	if err := server.Shutdown(last); err != nil {
		return errors.Join(err, server.Close())
	}
	return nil
}

// loadKey reads the key, or makes one for a new file. Losing it changes every code.
func loadKey(name string) ([]byte, error) {
	key, err := os.ReadFile(name)
	if err == nil && len(key) < 16 {
		return nil, fmt.Errorf("key file %s: %d bytes, want 16 or more", name, len(key))
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return key, err
	}
	key = make([]byte, 32)
	if _, err := rand.Read(key); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	_, err = f.Write(key)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return nil, errors.Join(err, os.Remove(name))
	}
	return key, nil
}
