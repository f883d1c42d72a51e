package concurrency_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/concurrency"
)

// numbers returns 0 to n-1.
func numbers(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// BenchmarkMap reports the time of one tiny item.
func BenchmarkMap(b *testing.B) {
	for _, n := range []int{16, 1_000_000} {
		items := numbers(n)
		b.Run(fmt.Sprint("Map/", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				concurrency.Map(items, func(v int) int { return v + 1 }, nil)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/item")
		})
		b.Run(fmt.Sprint("MapErr/", n), func(b *testing.B) {
			ctx, cancel := context.WithCancel(b.Context())
			defer cancel()
			b.ReportAllocs()
			for b.Loop() {
				_, err := concurrency.MapErr(ctx, items, func(_ context.Context, v int) (int, error) { return v + 1, nil }, nil)
				require.NoError(b, err)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/item")
		})
	}
}
