package caching_test

import (
	"container/list"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/goconcepts/cookbook/caching"
	"github.com/stretchr/testify/require"
)

// The whiteboard's LRU and the production cache give the same answer to each of
// a hundred thousand requests.
func TestLRUAsOnTheWhiteboard(t *testing.T) {
	board := &whiteboardLRU{capacity: 50, order: list.New(), byKey: map[string]*list.Element{}}
	cache, err := caching.New(caching.Config[string, int]{Capacity: 50, Policy: caching.LRU})
	require.NoError(t, err)
	rnd := rand.New(rand.NewPCG(1, 2))
	for i := range 100_000 {
		key := strconv.Itoa(rnd.IntN(100))
		if rnd.IntN(2) == 0 {
			board.put(key, i)
			cache.Set(key, i)
			continue
		}
		want, wantOK := board.get(key)
		got, ok := cache.Get(key)
		require.Equal(t, wantOK, ok, "request %d", i)
		require.Equal(t, want, got, "request %d", i)
	}
	require.Equal(t, 50, cache.Len())
}

// Under each policy that needs no lock for a hit, production and whiteboard have the same
// hits, request by request.
func TestPoliciesAsOnTheWhiteboard(t *testing.T) {
	for p, board := range map[caching.Policy]evictor{
		caching.LRU:    newLRUBoard(100),
		caching.SIEVE:  newSieveBoard(100),
		caching.S3FIFO: newS3FIFOBoard(100),
	} {
		cache, err := caching.New(caching.Config[int, int]{Capacity: 100, Policy: p})
		require.NoError(t, err)
		rnd := rand.New(rand.NewPCG(3, 4))
		for i, k := range append(zipfKeys(rnd, 1000, 50_000), loopKeys(150, 10_000)...) {
			_, hit := cache.Get(k)
			if !hit {
				cache.Set(k, i)
			}
			require.Equal(t, board.request(k), hit, "%v, request %d", p, i)
		}
	}
}
