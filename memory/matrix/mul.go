package matrix

import "fmt"

// Mul sets dst to the product of a and b.
func Mul[T Float](dst, a, b Matrix[T]) error {
	if a.cols != b.rows || dst.rows != a.rows || dst.cols != b.cols {
		return fmt.Errorf("matrix: mul: %dx%d times %dx%d into %dx%d: %w", a.rows, a.cols, b.rows, b.cols, dst.rows, dst.cols, ErrShape)
	}
	for i := range a.rows {
		for j := range b.cols {
			dst.Set(i, j, 0)
		}
		for k := range a.cols {
			x := a.At(i, k)
			for j := range b.cols {
				dst.Set(i, j, dst.At(i, j)+T(x*b.At(k, j)))
			}
		}
	}
	return nil
}
