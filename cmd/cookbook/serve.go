package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/goconcepts/cookbook/internal/program"
)

// serve serves the site to this machine alone, until it is interrupted.
func (a *app) serve(args []string) error {
	set := flag.NewFlagSet("serve", flag.ContinueOnError)
	port := set.Int("port", 8484, "")
	rest, err := a.flags(set, args)
	switch {
	case err != nil:
		return err
	case len(rest) > 0:
		return fmt.Errorf("serve takes flags only, not %q", rest[0])
	case *port < 0 || *port > 65535:
		return errors.New("serve wants -port from 0 to 65535")
	}
	listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(*port)))
	if err != nil {
		return fmt.Errorf("serve: %w (-port 0 takes a free one)", err)
	}
	handler, err := a.newSite(listener.Addr().(*net.TCPAddr).Port)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		IdleTimeout:       time.Minute,
		MaxHeaderBytes:    1 << 14,
		// A program that runs ends with its request, and that with the server.
		BaseContext: func(net.Listener) context.Context { return a.ctx },
	}
	a.out.printf("http://%s   (Ctrl-C ends it)\n", listener.Addr())
	ended := make(chan struct{})
	stop := context.AfterFunc(a.ctx, func() {
		defer close(ended)
		// What runs ends soon, as its context has, and removes its files.
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		if server.Shutdown(ctx) != nil {
			_ = server.Close() // the listener is closed already
		}
	})
	err = server.Serve(listener)
	if stop() { // it ended by itself
		return fmt.Errorf("serve: %w", err)
	}
	<-ended
	return nil
}

// resultsFile returns the text of the measured results, which only a working
// tree has, or nil.
func resultsFile() []byte {
	dir, err := os.Getwd()
	if err != nil {
		return nil
	}
	root, ok := program.Checkout(dir)
	if !ok {
		return nil
	}
	text, err := os.ReadFile(filepath.Join(root, "benchmarks", "RESULTS.md"))
	if err != nil {
		return nil
	}
	return text
}
