package main

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"os"

	"github.com/goconcepts/cookbook/patterns/shortener"
	"github.com/goconcepts/cookbook/patterns/shortener/postgres"
	"github.com/goconcepts/cookbook/patterns/shortener/sqlite"
)

// database is a store that is closed at the end.
type database interface {
	shortener.Store
	io.Closer
}

// listen forgets what other machines delete as soon as PostgreSQL tells of it, until the
// returned function is called.
func listen(store *postgres.Store, service *shortener.Service, logger *slog.Logger) (stop func() error) {
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		store.Listen(ctx, service.Refresh, func(err error) { logger.Warn("deletes of other machines are seen later", "error", err) })
	}()
	return func() error {
		cancel()
		<-ended
		return nil
	}
}

// openStore opens the links, and says with which key their codes are made.
func openStore(ctx context.Context, s *settings) (store database, key []byte, err error) {
	fresh := false
	if !s.postgres() {
		_, err := os.Stat(s.db)
		fresh = errors.Is(err, fs.ErrNotExist)
	}
	if key, err = loadKey(s.key, fresh); err != nil {
		return nil, nil, err
	}
	if s.postgres() {
		store, err := postgres.Open(ctx, s.db)
		return store, key, err
	}
	store, err = sqlite.Open(ctx, s.db)
	return store, key, err
}
