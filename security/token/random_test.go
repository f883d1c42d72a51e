package token_test

import (
	"encoding/base64"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/security/token"
)

func TestRandomIsCanonicalAndUnique(t *testing.T) {
	seen := map[string]bool{}
	var ones [256]int
	for range 4096 {
		s := token.Random()
		require.Len(t, s, 43)
		raw, err := base64.RawURLEncoding.Strict().DecodeString(s)
		require.NoError(t, err)
		require.Len(t, raw, 32)
		require.False(t, seen[s], "a token came twice")
		seen[s] = true
		for i := range ones {
			ones[i] += int(raw[i/8]>>(i%8)) & 1
		}
	}
	for i, n := range ones {
		// 4096 fair coins: mean 2048, deviation 32; nine deviations never happen.
		require.InDelta(t, 2048, n, 288, "bit %d is not random", i)
	}
}

func TestRandomAllocatesItsStringOnly(t *testing.T) {
	require.LessOrEqual(t, testing.AllocsPerRun(100, func() { _ = token.Random() }), 2.0)
}
