package shortener_test

import (
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
		counts := s.Counts()
		require.GreaterOrEqual(t, counts.CacheHits, uint64(2))
		require.Equal(t, uint64(1), counts.CacheMisses)
		require.Equal(t, uint64(3), counts.HitsWaiting)

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
