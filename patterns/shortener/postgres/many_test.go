package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/patterns/shortener"
	"github.com/goconcepts/cookbook/patterns/shortener/postgres"
)

// machine is a service over a store of its own on the test's database.
func machine(t *testing.T, dsn string, c shortener.Config) (*shortener.Service, *postgres.Store) {
	store := open(t, dsn)
	c.Key = key
	s, err := shortener.New(store, c)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Shutdown(context.Background())) })
	return s, store
}

func shorten(t *testing.T, s *shortener.Service, url string) shortener.Link {
	t.Helper()
	l, err := s.Shorten(t.Context(), shortener.Order{URL: url})
	require.NoError(t, err)
	return l
}

// kill ends the connections of the test that the condition names, by the server.
func kill(t *testing.T, conn *pgx.Conn, schema, condition string) (killed int) {
	t.Helper()
	err := conn.QueryRow(t.Context(), `SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
		WHERE application_name = $1 AND `+condition, schema).Scan(&killed)
	require.NoError(t, err)
	return killed
}

const listening = `query ILIKE 'LISTEN%'`

// TestADeleteIsHeardAtOnce has a bound that the test would not live to see: what b hears
// of a's delete it hears by notification, before and after its connection was lost.
func TestADeleteIsHeardAtOnce(t *testing.T) {
	conn, dsn, schema := database(t)
	a, _ := machine(t, dsn, shortener.Config{})
	b, store := machine(t, dsn, shortener.Config{CacheFor: time.Hour})
	ctx, cancel := context.WithCancel(t.Context())
	refreshed, lost, ended := make(chan struct{}, 100), make(chan error, 100), make(chan struct{})
	go func() {
		defer close(ended)
		store.Listen(ctx, func(ctx context.Context) error {
			err := b.Refresh(ctx)
			refreshed <- struct{}{}
			return err
		}, func(err error) { lost <- err })
	}()
	heard := func() {
		<-refreshed // connected, or connected anew
		l := shorten(t, a, "https://h/")
		for range 2 {
			_, err := b.Resolve(t.Context(), l.Code)
			require.NoError(t, err)
		}
		require.NoError(t, a.Delete(t.Context(), l.Code))
		<-refreshed
		_, err := b.Resolve(t.Context(), l.Code)
		require.ErrorIs(t, err, shortener.ErrNotFound)
	}
	heard()
	require.Equal(t, 1, kill(t, conn, schema, listening))
	require.ErrorContains(t, <-lost, "postgres: listen: ")
	heard()
	cancel()
	<-ended
	require.Empty(t, lost)
}

// TestTheBoundHoldsWithoutNotifications kills the listener and keeps it from coming back.
func TestTheBoundHoldsWithoutNotifications(t *testing.T) {
	const bound = 100 * time.Millisecond
	conn, dsn, schema := database(t)
	a, _ := machine(t, dsn, shortener.Config{})
	b, store := machine(t, dsn, shortener.Config{CacheFor: bound})
	ctx, cancel := context.WithCancel(t.Context())
	first, down, ended := make(chan struct{}), make(chan struct{}), make(chan struct{})
	var calls atomic.Int64
	go func() {
		defer close(ended)
		store.Listen(ctx, func(ctx context.Context) error {
			if calls.Add(1) == 1 {
				close(first)
				return nil
			}
			return errors.New("not while it is down")
		}, func(error) {
			select {
			case <-down:
			default:
				close(down)
			}
		})
	}()
	<-first
	require.Equal(t, 1, kill(t, conn, schema, listening))
	<-down
	l := shorten(t, a, "https://h/")
	_, err := b.Resolve(t.Context(), l.Code)
	require.NoError(t, err)
	require.NoError(t, a.Delete(t.Context(), l.Code))
	gone := time.Now().Add(bound)
	for {
		begin := time.Now()
		_, err := b.Resolve(t.Context(), l.Code)
		if err != nil {
			require.ErrorIs(t, err, shortener.ErrNotFound)
			break
		}
		require.True(t, begin.Before(gone), "a deleted link was resolved after CacheFor")
	}
	cancel()
	<-ended
}

// TestLostConnections kills every connection while links are made, found and hit: what
// was acknowledged is there, hits are exact, and nobody has to start anything again.
func TestLostConnections(t *testing.T) {
	conn, dsn, schema := database(t)
	s, _ := machine(t, dsn, shortener.Config{FlushEvery: time.Millisecond, OnError: func(error) {}})
	visited := shorten(t, s, "https://visited/")
	made, hits, failed := map[string]string{}, uint64(0), 0
	for i := 0; failed < 5; i++ {
		if i%50 == 0 {
			kill(t, conn, schema, "true")
		}
		if l, err := s.Shorten(t.Context(), shortener.Order{URL: fmt.Sprint("https://h/", i)}); err == nil {
			made[l.Code] = l.URL
		} else {
			failed++
		}
		if _, err := s.Resolve(t.Context(), visited.Code); err == nil {
			hits++
		}
	}
	for code, url := range made {
		l, err := s.Stats(t.Context(), code)
		require.NoError(t, err)
		require.Equal(t, url, l.URL)
	}
	l, err := s.Stats(t.Context(), visited.Code)
	require.NoError(t, err)
	require.Equal(t, hits, l.Hits)
}
