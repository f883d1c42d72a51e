package matrix

// A tile of sums is kept in registers: 4x2 sums, 4+2 factors and one product are
// what sixteen floating-point registers hold.
const (
	tileRows = 4
	tileCols = 2
)

// Blocks of the factors are copied into the order in which the kernel reads them,
// so that it walks straight through memory that is in the cache.
const (
	blockRows  = 128 // rows of a block of a: 128*256 numbers stay in the second level
	blockCols  = 512 // columns of a block of b
	blockDepth = 256 // the shared dimension: a panel of either fits the first level
)

// packRows copies scale*m into panels of tileRows rows, column by column; what is
// missing in the last panel is zero, and so are the sums made of it, which nobody reads.
func packRows[T Float](to []T, m Matrix[T], scale T) {
	for i := 0; i < m.rows; i += tileRows {
		panel := to[i*m.cols : (i+tileRows)*m.cols]
		for r := range tileRows {
			if i+r >= m.rows {
				for k := r; k < len(panel); k += tileRows {
					panel[k] = 0
				}
				continue
			}
			at := (i + r) * m.down
			for k := r; k < len(panel); k += tileRows {
				panel[k] = scale * m.data[at]
				at += m.over
			}
		}
	}
}

// packCols copies scale*m into panels of tileCols columns, row by row.
func packCols[T Float](to []T, m Matrix[T], scale T) {
	for j := 0; j < m.cols; j += tileCols {
		panel := to[j*m.rows : (j+tileCols)*m.rows]
		for c := range tileCols {
			if j+c >= m.cols {
				for k := c; k < len(panel); k += tileCols {
					panel[k] = 0
				}
				continue
			}
			at := (j + c) * m.over
			for k := c; k < len(panel); k += tileCols {
				panel[k] = scale * m.data[at]
				at += m.down
			}
		}
	}
}

func roundUp(n, to int) int { return (n + to - 1) / to * to }
