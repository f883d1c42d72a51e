package caching_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/caching"
)

// An entry as heavy as the cache needs room that only the other shards have.
func TestOneEntryAsHeavyAsTheCache(t *testing.T) {
	forEachPolicy(t, func(t *testing.T, p caching.Policy, capacity int) {
		weight := 0
		c, err := caching.New(caching.Config[int, uint32]{
			Capacity: capacity, Policy: p,
			Weigh:    func(_ int, w uint32) uint32 { return w },
			OnRemove: func(r caching.Removal[int, uint32]) { weight -= int(r.Value) },
		})
		require.NoError(t, err)
		set := func(k int, w uint32) {
			weight += int(w)
			c.Set(k, w)
			require.LessOrEqual(t, weight, capacity)
		}
		for k := range capacity {
			set(k, 1)
		}
		require.Equal(t, capacity, weight)
		set(-1, uint32(capacity))
		v, ok := c.Get(-1)
		require.True(t, ok)
		require.EqualValues(t, capacity, v)
		require.Equal(t, 1, c.Len())
		require.Equal(t, capacity, weight)
		set(-2, 1)
		_, ok = c.Get(-2)
		require.True(t, ok)
	})
}
