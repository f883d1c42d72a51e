package matrix

import "unsafe"

// overlap reports whether two matrices share a number. Views of one matrix that
// lie beside each other do not, though their memory is interleaved.
func overlap[T Float](x, y Matrix[T]) bool {
	if len(x.data) == 0 || len(y.data) == 0 {
		return false
	}
	size := unsafe.Sizeof(x.data[0])
	x0 := uintptr(unsafe.Pointer(unsafe.SliceData(x.data)))
	y0 := uintptr(unsafe.Pointer(unsafe.SliceData(y.data)))
	if y0 < x0 {
		x, y, x0, y0 = y, x, y0, x0
	}
	off := int((y0 - x0) / size)
	if off >= len(x.data) {
		return false
	}
	x, y = x.alongRows(), y.alongRows()
	if x.down != y.down || x.cols > x.down || y.cols > y.down {
		return true // of different widths: say yes rather than look at each number
	}
	// In the grid of x.down columns, y begins off/down rows below x and off%down
	// columns to the right, or one row more and so many columns to the left.
	rows, cols := off/x.down, off%x.down
	return rows < x.rows && cols < x.cols ||
		rows+1 < x.rows && x.down-cols < y.cols
}

// alongRows returns m or its transposed, whichever has contiguous rows.
func (m Matrix[T]) alongRows() Matrix[T] {
	if m.over != 1 {
		return m.T()
	}
	return m
}
