package shortener_test

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/patterns/shortener"
)

func TestCounts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, store := newService(t, shortener.Config{CacheFor: time.Hour})
		link := shorten(t, s, shortener.Order{URL: "https://go.dev"})
		for range 3 {
			_, err := s.Resolve(t.Context(), link.Code)
			require.NoError(t, err)
		}
		_, err := s.Resolve(t.Context(), "no.code")
		require.ErrorIs(t, err, shortener.ErrNotFound)
		require.Equal(t, shortener.Counts{CacheHits: 2, CacheMisses: 1, HitsWaiting: 3}, s.Counts())

		store.failHits.Store(true)
		time.Sleep(time.Second)
		require.Equal(t, uint64(3), s.Counts().HitsWaiting, "what could not be written waits")
		time.Sleep(24 * time.Hour)
		_, err = s.Resolve(t.Context(), link.Code)
		require.NoError(t, err)
		require.Equal(t, uint64(4), s.Counts().HitsWaiting, "of two days")
		store.failHits.Store(false)
		require.NoError(t, s.Shutdown(t.Context()))
		require.Zero(t, s.Counts().HitsWaiting)
	})
}

func TestAPISearchesAndTellsDays(t *testing.T) {
	s, _ := newService(t, shortener.Config{})
	link := shorten(t, s, shortener.Order{URL: "https://go.dev/doc"})
	shorten(t, s, shortener.Order{URL: "https://pkg.go.dev"})
	_, err := s.Resolve(t.Context(), link.Code)
	require.NoError(t, err)
	get := func(path string) (int, string) {
		w := httptest.NewRecorder()
		s.Handler().ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
		return w.Code, w.Body.String()
	}
	status, body := get("/api/links?q=go.dev")
	require.Equal(t, http.StatusOK, status)
	require.Contains(t, body, link.Code)
	require.NotContains(t, body, "pkg.go.dev")

	status, body = get("/api/links/" + link.Code + "/days?days=2")
	require.Equal(t, http.StatusOK, status)
	today := time.Now().UTC()
	require.JSONEq(t, `{"days":[{"date":"`+today.AddDate(0, 0, -1).Format(time.DateOnly)+`","hits":0},{"date":"`+today.Format(time.DateOnly)+`","hits":1}]}`, body)
	for path, want := range map[string]int{
		"/api/links/none/days": http.StatusNotFound, "/api/links/" + link.Code + "/days?days=0": http.StatusUnprocessableEntity,
		"/api/links/" + link.Code + "/days?days=x": http.StatusUnprocessableEntity, "/api/links?q=%00": http.StatusUnprocessableEntity,
	} {
		status, _ := get(path)
		require.Equal(t, want, status, path)
	}
}
