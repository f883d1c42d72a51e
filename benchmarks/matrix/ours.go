package matrix

import (
	"slices"

	"github.com/goconcepts/cookbook/benchmarks/harness"
	"github.com/goconcepts/cookbook/memory/matrix"
)

func ours() peer {
	return peer{harness.Ours, func(dst, a, b []float64, n int) (func(), error) {
		c, err := matrix.From(n, n, dst)
		if err != nil {
			return nil, err
		}
		x, _ := matrix.From(n, n, a)
		y, _ := matrix.From(n, n, b)
		return func() {
			if err := matrix.Mul(c, x, y); err != nil {
				panic(err)
			}
		}, nil
	}}
}

// handWritten is the triple loop over rows.
func handWritten() peer {
	return peer{harness.HandWritten, func(dst, a, b []float64, n int) (func(), error) {
		c := slices.Collect(slices.Chunk(dst, n))
		x, y := slices.Collect(slices.Chunk(a, n)), slices.Collect(slices.Chunk(b, n))
		return func() {
			for i := range n {
				for j := range n {
					sum := 0.0
					for k := range n {
						sum += x[i][k] * y[k][j]
					}
					c[i][j] = sum
				}
			}
		}, nil
	}}
}
