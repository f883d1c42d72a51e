package patterns_test

import (
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

// FuzzReverse holds the mended version to the property that the first one broke.
func FuzzReverse(f *testing.F) {
	for _, seed := range []string{"", "a", "Go"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r, err := reverseRunes(s)
		require.Equal(t, utf8.ValidString(s), err == nil)
		if err == nil {
			require.True(t, utf8.ValidString(r))
			back, err := reverseRunes(r)
			require.NoError(t, err)
			require.Equal(t, s, back)
		}
	})
}

// TestTheCrasherIsReal: the committed input does break the version it was found in.
func TestTheCrasherIsReal(t *testing.T) {
	require.False(t, utf8.ValidString(reverseBytes("é")))
	require.True(t, utf8.ValidString("é"))
}
