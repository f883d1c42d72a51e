package matrix

import (
	"errors"
	"fmt"
	"math"
)

// Float is the kinds of number that a matrix is made of.
type Float interface{ float32 | float64 }

// ErrShape is the error of matrices whose numbers of rows and columns do not fit.
var ErrShape = errors.New("shapes do not fit")

// Matrix is a table of numbers, or a part of another matrix's table: like a slice
// it is a small header that is passed by value and shares its numbers. The zero
// value has no rows and no columns. Several goroutines may read it at once.
type Matrix[T Float] struct {
	rows, cols int
	down, over int // from an element to the next row's, and to the next in its row
	data       []T // from the first element to the last
}

// New returns a matrix of zeros. It panics when rows or cols is negative or
// their product is too large, as make does. It allocates once.
func New[T Float](rows, cols int) Matrix[T] {
	if rows < 0 || cols < 0 || cols > 0 && rows > math.MaxInt/cols {
		panic(fmt.Sprintf("matrix: new: %d rows of %d: must not be negative, nor overflow", rows, cols))
	}
	return Matrix[T]{rows: rows, cols: cols, down: cols, over: 1, data: make([]T, rows*cols)}
}

// From returns a matrix of the numbers of data, row by row, without copying them.
// The error wraps [ErrShape] when data does not have rows times cols numbers.
func From[T Float](rows, cols int, data []T) (Matrix[T], error) {
	if rows < 0 || cols < 0 || cols > 0 && rows > math.MaxInt/cols || rows*cols != len(data) {
		return Matrix[T]{}, fmt.Errorf("matrix: from: %d numbers for %d rows of %d: %w", len(data), rows, cols, ErrShape)
	}
	return Matrix[T]{rows: rows, cols: cols, down: cols, over: 1, data: data[:len(data):len(data)]}, nil
}

// Rows returns the number of rows.
func (m Matrix[T]) Rows() int { return m.rows }

// Cols returns the number of columns.
func (m Matrix[T]) Cols() int { return m.cols }

// At returns the number in row i and column j, both counted from 0. It panics when
// there is none.
func (m Matrix[T]) At(i, j int) T {
	return m.data[m.index(i, j)]
}

// Set sets the number in row i and column j. It panics when there is none.
func (m Matrix[T]) Set(i, j int, x T) {
	m.data[m.index(i, j)] = x
}

func (m Matrix[T]) index(i, j int) int {
	if uint(i) >= uint(m.rows) || uint(j) >= uint(m.cols) {
		panic(fmt.Sprintf("matrix: no element %d, %d in %d rows of %d", i, j, m.rows, m.cols))
	}
	return i*m.down + j*m.over
}

// View returns the part of rows by cols numbers that begins in row i and column
// j. It shares the numbers, allocates nothing, and panics when m has no such part.
func (m Matrix[T]) View(i, j, rows, cols int) Matrix[T] {
	if i < 0 || j < 0 || rows < 0 || cols < 0 || i > m.rows-rows || j > m.cols-cols {
		panic(fmt.Sprintf("matrix: view: no %d rows of %d from %d, %d in %d rows of %d", rows, cols, i, j, m.rows, m.cols))
	}
	v := Matrix[T]{rows: rows, cols: cols, down: m.down, over: m.over}
	if rows > 0 && cols > 0 {
		first := i*m.down + j*m.over
		last := first + (rows-1)*m.down + (cols-1)*m.over
		v.data = m.data[first : last+1 : last+1]
	}
	return v
}

// T returns the transposed matrix: its row is m's column. It shares the numbers
// and allocates nothing.
func (m Matrix[T]) T() Matrix[T] {
	m.rows, m.cols = m.cols, m.rows
	m.down, m.over = m.over, m.down
	return m
}
