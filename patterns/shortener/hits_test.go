package shortener_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/patterns/shortener"
	"github.com/goconcepts/cookbook/patterns/shortener/memory"
)

// lossy loses requests on their way to the store, and answers on their way back.
type lossy struct {
	memory.Store
	mu           sync.Mutex
	random       *rand.Rand
	lost, unsaid int
}

func (l *lossy) AddHits(ctx context.Context, b shortener.Batch) error {
	l.mu.Lock()
	fate := l.random.IntN(3)
	switch fate {
	case 0:
		l.lost++
	case 1:
		l.unsaid++
	}
	l.mu.Unlock()
	if fate == 0 {
		return errAway
	}
	err := l.Store.AddHits(ctx, b)
	if fate == 1 {
		return errAway
	}
	return err
}

// TestHitsAreExactWhateverIsLost counts through two midnights, and with a store that
// forgets to answer.
func TestHitsAreExactWhateverIsLost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &lossy{random: rand.New(rand.NewPCG(1, 2))}
		s, err := shortener.New(store, shortener.Config{Key: key, FlushEvery: 10 * time.Minute})
		require.NoError(t, err)
		const visitors, visits = 5, 600
		var links [3]shortener.Link
		for i := range links {
			links[i] = shorten(t, s, shortener.Order{URL: fmt.Sprint("http://h/", i)})
		}
		var wg sync.WaitGroup
		for range visitors {
			wg.Go(func() {
				for i := range visits {
					if _, err := s.Resolve(t.Context(), links[i%len(links)].Code); err != nil {
						t.Error(err)
					}
					time.Sleep(5 * time.Minute) // two days in all
				}
			})
		}
		wg.Wait()
		for tries := 0; s.Shutdown(t.Context()) != nil; tries++ {
			require.Less(t, tries, 100)
		}
		require.Positive(t, store.lost)
		require.Positive(t, store.unsaid)
		for _, l := range links {
			got, err := store.Find(t.Context(), l.Code)
			require.NoError(t, err)
			require.EqualValues(t, visitors*visits/len(links), got.Hits)
			days, err := store.History(t.Context(), l.Code, time.Time{})
			require.NoError(t, err)
			require.Greater(t, len(days), 1)
			sum := uint64(0)
			for _, d := range days {
				sum += d.Hits
			}
			require.Equal(t, got.Hits, sum)
		}
	})
}

// TestBatchesAreBounded hits more links than one transaction should lock.
func TestBatchesAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &sizes{}
		s, err := shortener.New(store, shortener.Config{Key: key})
		require.NoError(t, err)
		const links = 2500
		for i := range links {
			resolve(t, s, shorten(t, s, shortener.Order{URL: fmt.Sprint("http://h/", i)}))
		}
		require.NoError(t, s.Shutdown(t.Context()))
		require.Equal(t, []int{1000, 1000, 500}, store.batches)
		all, err := s.List(t.Context(), "", 1000)
		require.NoError(t, err)
		for _, l := range all {
			require.EqualValues(t, 1, l.Hits)
		}
	})
}

// sizes notes how many links each batch has.
type sizes struct {
	memory.Store
	batches []int
}

func (s *sizes) AddHits(ctx context.Context, b shortener.Batch) error {
	s.batches = append(s.batches, len(b.Hits))
	return s.Store.AddHits(ctx, b)
}
