package main

import (
	"context"
	"errors"
	"io"
	"io/fs"
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
