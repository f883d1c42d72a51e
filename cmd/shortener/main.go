// Shortener is a URL shortener with pages for people and an HTTP API for programs, on
// one SQLite file or, for many machines, on PostgreSQL.
//
//	go run ./cmd/shortener                    # http://127.0.0.1:8080, links in shortener.db
//	curl -d '{"url":"https://go.dev"}' -H 'Content-Type: application/json' 127.0.0.1:8080/api/links
//	curl 127.0.0.1:8080/api/openapi.json      # the API, as OpenAPI 3.1
//	curl 127.0.0.1:6060/metrics               # in Prometheus' text format
//	go tool pprof 127.0.0.1:6060/debug/pprof/profile
//
// Flags, each with an environment variable of the same name in capitals, such as
// SHORTENER_LOG_LEVEL for -log-level; a flag wins. Each is checked at the start.
//
//	-addr             where to listen, 127.0.0.1:8080
//	-admin            where to show metrics and, on a loopback address, pprof, 127.0.0.1:6060; empty: nowhere
//	-db               the links: a file, shortener.db, or postgres://...
//	-key              the file with the key of the codes, by default the db's name with .key
//	-url              the service's address as the world sees it: shown on the pages, and links to its host are refused
//	-redirect         the status of a redirect: 302, or 301 or 308, which browsers remember and then count no hits
//	-drain            how long to serve after readiness is off, 0s; some seconds behind a balancer
//	-rate             requests a second of one client, 100; 0: no limit
//	-burst            requests of one client at once, after a rest, 200
//	-trusted-proxies  whose X-Forwarded-For is believed: address ranges, with commas between
//	-log-level        debug, info, warn or error; redirects are logged at debug
//	-log-format       text or json
//	-version          print what it was built from
//
// It knows no users: who reaches it may list and delete every link. A service for the
// world needs a proxy in front that lets only GET /CODE through to strangers.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"github.com/goconcepts/cookbook/patterns/resource"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends it at once
	if err := run(ctx, os.Args[1:], os.Getenv, os.Stderr, nil, time.Sleep); err != nil {
		fmt.Fprintln(os.Stderr, "shortener:", err)
		os.Exit(1)
	}
}

// run serves until ctx ends; started, if not nil, gets the address. sleep lets the time of
// the drain pass.
func run(
	ctx context.Context, args []string, getenv func(string) string, out io.Writer,
	started chan<- string, sleep func(time.Duration),
) error {
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
		_, err := fmt.Fprint(out, info)
		return err
	}
	return resource.With(ctx, func(stack *resource.Stack) error { return serve(ctx, stack, &s, out, started, sleep) })
}
