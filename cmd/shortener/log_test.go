package main

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/patterns/shortener"
)

// records returns what was logged.
func (l *log) records(t *testing.T) (all []map[string]any) {
	t.Helper()
	for line := range strings.Lines(l.String()) {
		var record map[string]any
		require.NoError(t, json.Unmarshal([]byte(line), &record), line)
		all = append(all, record)
	}
	return all
}

func TestRequestsAreLoggedWithTheirIDs(t *testing.T) {
	w := newWorld(t)
	link := w.shortened(shortener.Order{URL: "https://go.dev/?secret"})
	require.Equal(t, "abc", w.get("/"+link.Code, "X-Request-Id", "abc").Header().Get("X-Request-Id"))
	id := w.get("/links/?q=secret", "X-Request-Id", "a\nb").Header().Get("X-Request-Id")
	require.Len(t, id, 26, "what is no id is replaced")
	w.store.broken.Store(true)
	w.get("/links/")

	records := w.logged.records(t)
	require.Len(t, records, 3)
	for i, want := range []map[string]any{
		{"level": "DEBUG", "id": "abc", "method": "GET", "path": "/" + link.Code, "status": 302.0},
		{"level": "INFO", "id": id, "path": "/links/", "status": 200.0},
		{"level": "ERROR", "path": "/links/", "status": 503.0},
	} {
		for key, value := range want {
			require.Equal(t, value, records[i][key], key)
		}
		require.Equal(t, "request", records[i]["msg"])
	}
	require.NotContains(t, w.logged.String(), "secret", "queries are not logged")
}

func TestLevels(t *testing.T) {
	w := newWorld(t, func(s *settings) { s.level, s.format = slog.LevelWarn, "text" })
	w.get("/")
	require.Empty(t, w.logged.String())
	w.store.broken.Store(true)
	w.get("/links/")
	require.Contains(t, w.logged.String(), "level=ERROR")
}

// A panic is one answer of 500, a record with its stack, and the end of nothing.
func TestPanicsAreLogged(t *testing.T) {
	w := newWorld(t)
	w.store.Store = nil
	require.Equal(t, http.StatusInternalServerError, w.get("/links/").Code)
	records := w.logged.records(t)
	require.Equal(t, "panic", records[0]["msg"])
	require.Contains(t, records[0]["value"], "nil pointer")
	require.Contains(t, records[0]["stack"], "web.go")
	require.Equal(t, records[0]["id"], records[1]["id"])
	require.Equal(t, http.StatusOK, w.get("/healthz").Code)
}
