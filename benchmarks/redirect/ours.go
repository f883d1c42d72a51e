package redirect

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"sync/atomic"

	"github.com/goconcepts/cookbook/decorators/middleware"
	"github.com/goconcepts/cookbook/patterns/shortener"
	"github.com/goconcepts/cookbook/patterns/shortener/sqlite"
)

// counted counts how often the store is asked for a link or its counter.
type counted struct {
	shortener.Store

	reads atomic.Int64
}

func (c *counted) Find(ctx context.Context, code string) (shortener.Link, error) {
	c.reads.Add(1)
	return c.Store.Find(ctx, code)
}

func (c *counted) Reserved(ctx context.Context) (uint64, error) {
	c.reads.Add(1)
	return c.Store.Reserved(ctx)
}

// ours is the service with its defaults on a SQLite file: links are cached for one
// second, hits are written each 100 ms.
func ours() (*service, error) {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "cookbook-redirect-")
	if err != nil {
		return nil, err
	}
	file, err := sqlite.Open(ctx, filepath.Join(dir, "links.db"))
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	store := &counted{Store: file}
	short, err := shortener.New(store, shortener.Config{Key: []byte("a key of the benchmark's")})
	if err != nil {
		return nil, errors.Join(err, file.Close(), os.RemoveAll(dir))
	}
	s := &service{
		handler: short.Handler(),
		hits: func(code string) (int, error) {
			link, err := short.Stats(ctx, code)
			return int(link.Hits), err
		},
		reads: func() int { return int(store.reads.Load()) },
		close: func() error { return errors.Join(short.Shutdown(ctx), file.Close(), os.RemoveAll(dir)) },
	}
	for i := range links {
		link, err := short.Shorten(ctx, shortener.Order{URL: target(i)})
		if err != nil {
			return nil, errors.Join(err, s.close())
		}
		s.codes = append(s.codes, link.Code)
	}
	return s, nil
}

// wrapped adds what cmd/shortener puts around the service: a request id, a line of
// log, and a guard against panics.
func wrapped() (*service, error) {
	s, err := ours()
	if err != nil {
		return nil, err
	}
	logger := slog.New(slog.NewTextHandler(io.Discard, nil))
	s.handler = middleware.Chain(s.handler, middleware.RequestID, middleware.Log(logger),
		middleware.Recover(func(_ *http.Request, value any, _ []byte) { panic(value) }))
	return s, nil
}
