package matrix

import "gonum.org/v1/gonum/mat"

func gonum() peer {
	return peer{"gonum.org/v1/gonum", func(dst, a, b []float64, n int) (func(), error) {
		c, x, y := mat.NewDense(n, n, dst), mat.NewDense(n, n, a), mat.NewDense(n, n, b)
		return func() { c.Mul(x, y) }, nil
	}}
}
