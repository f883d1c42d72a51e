package matrix_test

import (
	"errors"
	"fmt"

	"github.com/goconcepts/cookbook/memory/matrix"
)

func ExampleMul() {
	a, _ := matrix.From(2, 3, []float64{
		1, 2, 3,
		4, 5, 6,
	})
	b, _ := matrix.From(3, 1, []float64{1, 0, -1})
	c := matrix.New[float64](2, 1)
	fmt.Println(matrix.Mul(c, a, b), c.At(0, 0), c.At(1, 0))

	err := matrix.Mul(c, b, a)
	fmt.Println(errors.Is(err, matrix.ErrShape))
	// Output:
	// <nil> -2 -2
	// true
}

func ExampleGemm() {
	data := []float64{
		2, 0,
		0, 2,
	}
	a, _ := matrix.From(2, 2, data)
	sum, _ := matrix.From(2, 2, []float64{1, 1, 1, 1})
	err := matrix.Gemm(sum, 0.5, a, a, 10, nil) // half of a times a, and ten times what was there
	fmt.Println(err, sum.At(0, 0), sum.At(0, 1))
	fmt.Println(errors.Is(matrix.Mul(a, a, a), matrix.ErrOverlap))
	// Output:
	// <nil> 12 10
	// true
}

func ExampleOptions() {
	a, _ := matrix.From(1, 1, []float32{3})
	c := matrix.New[float32](1, 1)
	fmt.Println(matrix.Gemm(c, 1, a, a, 0, &matrix.Options{Workers: 1}), c.At(0, 0))
	fmt.Println(matrix.Gemm(c, 1, a, a, 0, &matrix.Options{Workers: -1}))
	// Output:
	// <nil> 9
	// matrix: gemm: Workers is -1, want 0 or more
}

func ExampleNew() {
	m := matrix.New[float32](2, 3)
	m.Set(1, 2, 7)
	fmt.Println(m.Rows(), m.Cols(), m.At(1, 2), m.At(0, 0))
	// Output: 2 3 7 0
}

func ExampleFrom() {
	_, err := matrix.From(2, 2, []float64{1, 2, 3})
	fmt.Println(err)
	// Output: matrix: from: 3 numbers for 2 rows of 2: shapes do not fit
}

func ExampleMatrix() {
	data := []float64{
		1, 2, 3,
		4, 5, 6,
	}
	m, _ := matrix.From(2, 3, data)
	corner := m.View(0, 1, 2, 2).T() // no copy: rows become columns
	corner.Set(1, 0, 30)
	fmt.Println(corner.At(0, 1), data)
	// Output: 5 [1 2 30 4 5 6]
}

func ExampleFloat() {
	scale := func(m matrix.Matrix[float32], by float32) {
		for i := range m.Rows() {
			for j := range m.Cols() {
				m.Set(i, j, by*m.At(i, j))
			}
		}
	}
	m, _ := matrix.From(1, 2, []float32{1, 2})
	scale(m, 3)
	fmt.Println(m.At(0, 0), m.At(0, 1))
	// Output: 3 6
}
