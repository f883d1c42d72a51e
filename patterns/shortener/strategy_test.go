package shortener_test

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/patterns/shortcode"
	"github.com/goconcepts/cookbook/patterns/shortener"
	"github.com/goconcepts/cookbook/patterns/shortener/memory"
)

// What another machine has just made is found at once, whatever was asked before;
// also when it has taken many ranges, and after a jump that no machine makes within a second.
func TestNewRangesOfOthersAreFound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, store := newService(t, shortener.Config{})
		for jump, wait := range map[uint64]time.Duration{0: 0, 1_000_000: 0, 50_000_000: time.Second} {
			_, err := s.Resolve(t.Context(), "zzzzzzz") // the store's counter is known from now on
			require.ErrorIs(t, err, shortener.ErrNotFound)
			_, err = store.Store.Reserve(t.Context(), jump)
			require.NoError(t, err)
			other, err := shortener.New(store.Store, shortener.Config{Key: key})
			require.NoError(t, err)
			l := shorten(t, other, shortener.Order{URL: fmt.Sprint("http://h/", jump)})
			time.Sleep(wait)
			found, err := s.Resolve(t.Context(), l.Code)
			require.NoError(t, err, "after %d numbers", jump)
			require.Equal(t, l.URL, found.URL)
		}
		require.NoError(t, s.Shutdown(t.Context()))
	})
}

// absent is a store that can be out of reach.
type absent struct {
	memory.Store

	away atomic.Bool
}

func (a *absent) Reserved(ctx context.Context) (uint64, error) {
	if a.away.Load() {
		return 0, errors.New("out of reach")
	}
	return a.Store.Reserved(ctx)
}

// While the store does not answer, nobody is told that a code does not exist, and
// the next asks again.
func TestGivenWithoutAStore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &absent{}
		cipher, err := shortcode.NewCipher(shortcode.Config{Key: key, Digits: 7})
		require.NoError(t, err)
		strategy := shortener.Counter(store, cipher)
		store.away.Store(true)
		for range 2 {
			_, err := strategy.Given(t.Context(), "zzzzzzz")
			require.ErrorContains(t, err, "shortener: reserved: out of reach")
		}
		store.away.Store(false)
		given, err := strategy.Given(t.Context(), "zzzzzzz")
		require.NoError(t, err)
		require.False(t, given)
	})
}
