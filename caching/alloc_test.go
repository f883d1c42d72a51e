package caching_test

import (
	"context"
	"testing"
	"time"

	"github.com/goconcepts/cookbook/caching"
	"github.com/stretchr/testify/require"
)

func TestAHitAllocatesNothing(t *testing.T) {
	load := func(context.Context, string) (string, error) { return "", errSource }
	for _, p := range policies {
		numbers, err := caching.New(caching.Config[uint64, uint64]{Capacity: 10, Policy: p})
		require.NoError(t, err)
		texts := newCache(t, caching.Config[string, string]{Policy: p, TTL: time.Hour})
		numbers.Set(1, 2)
		texts.Set("k", "v")
		require.Zero(t, testing.AllocsPerRun(100, func() { numbers.Get(1) }))
		require.Zero(t, testing.AllocsPerRun(100, func() { texts.Get("k") }))
		require.Zero(t, testing.AllocsPerRun(100, func() { _, _ = texts.GetOrLoad(t.Context(), "k", load) }))
		require.Zero(t, testing.AllocsPerRun(100, func() { numbers.Set(1, 3) }))
	}
}
