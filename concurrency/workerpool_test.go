package concurrency_test

import (
	"fmt"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/concurrency"
)

// pools are the whiteboard's worker pool and the package's: they keep the same promises.
var pools = map[string]func(items []int, workers int, f func(int) int) []int{
	"whiteboard": poolMap[int, int],
	"package": func(items []int, workers int, f func(int) int) []int {
		return concurrency.Map(items, f, width(workers))
	},
}

func TestWorkerPools(t *testing.T) {
	for name, pool := range pools {
		synctest.Test(t, func(t *testing.T) { // fails when anything is left running
			for _, w := range []int{1, 3, 20} {
				var now, most, calls atomic.Int64
				began := time.Now()
				got := pool(numbers(12), w, func(i int) int {
					calls.Add(1)
					if n := now.Add(1); n > most.Load() {
						most.Store(n)
					}
					time.Sleep(time.Second)
					now.Add(-1)
					return i * i
				})
				for i, v := range got {
					require.Equal(t, i*i, v, name)
				}
				require.Len(t, got, 12)
				require.EqualValues(t, 12, calls.Load())
				require.EqualValues(t, min(w, 12), most.Load())
				require.Equal(t, time.Duration((12+w-1)/w)*time.Second, time.Since(began))
			}
			require.Empty(t, pool(nil, 3, func(int) int { panic("ran") }))
		})
	}
}

// BenchmarkWorkerPools is the price of a tiny item.
func BenchmarkWorkerPools(b *testing.B) {
	items := numbers(100_000)
	for name, pool := range pools {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				pool(items, 2, func(i int) int { return i + 1 })
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(items)), "ns/item")
		})
	}
	b.Log(fmt.Sprint(len(items), " items, two workers"))
}
