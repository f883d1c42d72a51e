package sqlite_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/patterns/shortener"
	"github.com/goconcepts/cookbook/patterns/shortener/sqlite"
)

// site is a service on a file, and what a client knows of it.
type site struct {
	t       *testing.T
	file    string
	store   *sqlite.Store
	service *shortener.Service
	made    map[string]string // the URL of each path that was acknowledged
	visits  map[string]uint64 // the redirects that were answered
}

func newSite(t *testing.T) *site {
	s := &site{t: t, file: filepath.Join(t.TempDir(), "links.db"), made: map[string]string{}, visits: map[string]uint64{}}
	s.store = open(t, s.file)
	s.service = s.serve(time.Minute) // a slow disk is no failure
	return s
}

// serve makes a service on the store that waits for it no longer than timeout.
func (s *site) serve(timeout time.Duration) *shortener.Service {
	service, err := shortener.New(s.store, shortener.Config{
		Key: []byte("0123456789abcdef"), Timeout: timeout, FlushEvery: time.Millisecond, OnError: func(error) {},
	})
	require.NoError(s.t, err)
	s.t.Cleanup(func() { require.NoError(s.t, service.Shutdown(context.Background())) })
	return service
}

// post orders a link and returns the status.
func (s *site) post(n int) int { return s.postTo(s.service, n) }

func (s *site) postTo(service *shortener.Service, n int) int {
	target := fmt.Sprintf("https://host/%d/%s", n, strings.Repeat("a", 500))
	r := httptest.NewRequest(http.MethodPost, "/api/links", strings.NewReader(`{"url":"`+target+`"}`))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	service.Handler().ServeHTTP(w, r)
	switch w.Code {
	case http.StatusCreated:
		s.made[w.Header().Get("Location")] = target
	case http.StatusServiceUnavailable:
		require.Contains(s.t, w.Body.String(), shortener.Problems+"unavailable")
	default:
		require.Fail(s.t, w.Body.String())
	}
	return w.Code
}

// visit follows every link: reading does not depend on writing.
func (s *site) visit() {
	for path, target := range s.made {
		w := httptest.NewRecorder()
		s.service.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		require.Equal(s.t, http.StatusFound, w.Code, w.Body)
		require.Equal(s.t, target, w.Header().Get("Location"))
		s.visits[path]++
	}
}

// check wants all that was acknowledged, also by a process that starts now.
func (s *site) check() {
	fresh := open(s.t, s.file)
	for path, target := range s.made {
		l, err := s.service.Stats(s.t.Context(), strings.TrimPrefix(path, "/"))
		require.NoError(s.t, err)
		require.Equal(s.t, s.visits[path], l.Hits)
		l, err = fresh.Find(s.t.Context(), l.Code)
		require.NoError(s.t, err)
		require.Equal(s.t, target, l.URL)
	}
}

func TestAFullDisk(t *testing.T) {
	s := newSite(t)
	require.Equal(t, http.StatusCreated, s.post(0))
	n, refused := 1, 0
	for ; refused < 3; n++ {
		require.Less(t, n, 500, "the limit does not hold")
		// Each time: the limit is the connection's, and one that failed is closed.
		require.NoError(t, s.store.LimitPages(t.Context(), "30"))
		if s.post(n) == http.StatusServiceUnavailable {
			refused++
		}
		s.visit()
	}
	require.NoError(t, s.service.Ready(t.Context()), "it still redirects")

	require.NoError(t, s.store.LimitPages(t.Context(), "1000000"))
	for range 10 {
		n++
		require.Equal(t, http.StatusCreated, s.post(n), "as soon as there is room")
	}
	s.visit()
	s.check()
}

func TestALockedDatabase(t *testing.T) {
	s := newSite(t)
	impatient := s.serve(200 * time.Millisecond)
	require.Equal(t, http.StatusCreated, s.post(0))
	other, err := sql.Open("sqlite", "file:"+s.file+"?_txlock=immediate")
	require.NoError(t, err)
	defer other.Close()
	lock, err := other.BeginTx(t.Context(), nil)
	require.NoError(t, err)
	begin := time.Now()
	require.Equal(t, http.StatusServiceUnavailable, s.postTo(impatient, 1))
	require.Less(t, time.Since(begin), 5*time.Second, "it does not wait longer than Timeout and an engine's 50 ms")
	s.visit()
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	_, err = s.service.Stats(ctx, "1234567")
	require.ErrorIs(t, err, context.DeadlineExceeded, "hits cannot be written")
	require.NoError(t, lock.Rollback())
	require.Equal(t, http.StatusCreated, s.post(2))
	s.visit()
	s.check()
}

// TestACallEndsWithItsContext waits for a lock that nobody gives back.
func TestACallEndsWithItsContext(t *testing.T) {
	s := newSite(t)
	other, err := sql.Open("sqlite", "file:"+s.file+"?_txlock=immediate")
	require.NoError(t, err)
	defer other.Close()
	lock, err := other.BeginTx(t.Context(), nil)
	require.NoError(t, err)
	ctx, cancel := context.WithCancelCause(t.Context())
	reason := errors.New("the client has left")
	time.AfterFunc(100*time.Millisecond, func() { cancel(reason) })
	_, err = s.store.Reserve(ctx, 1)
	require.ErrorIs(t, err, reason)
	require.NoError(t, lock.Rollback())
	_, err = s.store.Reserve(t.Context(), 1)
	require.NoError(t, err)
}
