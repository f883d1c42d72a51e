package matrix_test

import (
	"testing"

	"github.com/goconcepts/cookbook/memory/matrix"
)

const size = 512

func report(b *testing.B) {
	b.ReportMetric(2*size*size*size*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
}

func BenchmarkMultiply(b *testing.B) {
	x, y, z := make([]float64, size*size), make([]float64, size*size), make([]float64, size*size)
	for i := range x {
		x[i], y[i] = float64(i%7), float64(i%5)
	}
	b.Run("rows", func(b *testing.B) {
		rows := func(s []float64) (r [][]float64) {
			for i := range size {
				r = append(r, s[i*size:(i+1)*size])
			}
			return r
		}
		x, y, z := rows(x), rows(y), rows(z)
		for b.Loop() {
			for i := range size {
				for j := range size {
					for k := range size {
						z[i][j] += x[i][k] * y[k][j]
					}
				}
			}
		}
		report(b)
	})
	for _, step := range []struct {
		name string
		mul  func(dst, a, b []float64, n int)
	}{{"reordered", reordered}, {"blocked", blocked}, {"packed", packed}, {"parallel", parallel}} {
		b.Run(step.name, func(b *testing.B) {
			for b.Loop() {
				step.mul(z, x, y, size)
			}
			report(b)
		})
	}
	c, _ := matrix.From(size, size, z)
	l, _ := matrix.From(size, size, x)
	r, _ := matrix.From(size, size, y)
	for _, o := range []matrix.Options{{Workers: 1}, {Workers: 2}} {
		b.Run("package/workers="+string(rune('0'+o.Workers)), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := matrix.Gemm(c, 1, l, r, 0, &o); err != nil {
					b.Fatal(err)
				}
			}
			report(b)
		})
	}
}
