package shortener_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/patterns/shortener"
	"github.com/goconcepts/cookbook/patterns/shortener/memory"
)

// BenchmarkResolve is what a redirect costs besides HTTP: a look into the cache, and a
// hit that is counted and, ten times a second, written.
func BenchmarkResolve(b *testing.B) {
	s, err := shortener.New(&memory.Store{}, shortener.Config{Key: key})
	require.NoError(b, err)
	l, err := s.Shorten(b.Context(), shortener.Order{URL: "http://h/"})
	require.NoError(b, err)
	for name, code := range map[string]string{"cached": l.Code, "garbage": "no/code"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = s.Resolve(b.Context(), code)
			}
		})
	}
	require.NoError(b, s.Shutdown(b.Context()))
}
