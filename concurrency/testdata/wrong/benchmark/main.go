// want: output "five times as fast as the same work: true"
// Nobody uses the result, so the compiler deletes the work and an empty loop is timed.
package main

import (
	"flag"
	"fmt"
	"testing"
)

func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

var sink uint64

func main() {
	testing.Init()
	if err := flag.Set("test.benchtime", "50ms"); err != nil {
		panic(err)
	}
	deleted := testing.Benchmark(func(b *testing.B) {
		for i := range b.N {
			mix(mix(mix(mix(mix(mix(mix(mix(uint64(i)))))))))
		}
	})
	used := testing.Benchmark(func(b *testing.B) {
		for i := range b.N {
			sink = mix(mix(mix(mix(mix(mix(mix(mix(uint64(i)))))))))
		}
	})
	per := func(r testing.BenchmarkResult) float64 { return float64(r.T.Nanoseconds()) / float64(r.N) }
	fmt.Println("deleted work seems five times as fast as the same work:", 5*per(deleted) < per(used))
}
