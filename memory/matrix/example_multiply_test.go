package matrix_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"sync"

	"github.com/goconcepts/cookbook/memory/matrix"
)

// How do you make a matrix multiply fast without C?
//
// The sums stay the same; what changes is the way through memory. Put all rows in
// one slice; turn the loops so that the innermost walks along rows; work in blocks that
// fit the cache; copy each block into the order in which it is read, and keep a tile of
// sums in registers; give rows to goroutines. Every step gives the same bits.
//
// Follow-ups:
//   - Which step brings most? Turning the loops and the tile in registers; goroutines multiply what is there by the number of cores.
//   - Why are the results equal to the last bit? Each sum adds its products in the order of k, whoever computes it.
//   - Where does C or assembly begin to pay? At vector instructions: two to eight sums in one instruction, as OpenBLAS's kernels have.
//
// Pitfalls:
//   - Skipping a zero factor, as gonum's pure Go does, loses NaN: zero times infinity is NaN.
//   - Splitting the sums among goroutines, not the rows, makes the result depend on their number.
//
// Trade-offs: [matrix.Mul] is the production version, for any shape, stride and number of workers; where
// multiplying is the program's main work use gonum with OpenBLAS, and below some dozens of rows the reordered
// loops are enough.
//
// From Python: NumPy's np.dot calls BLAS and numba compiles the triple loop, since a list holds references to
// boxed numbers. Go begins with compiled loops over plain numbers; only vector instructions still
// need assembly.
//
// Level: senior. Tags: matrix, cache, performance. Since: go1.18. See: [matrix.Mul], memory/profile, memory/escape.
func Example_multiply() {
	const n = 70 // no multiple of a block or a tile
	random := rand.New(rand.NewPCG(1, 2))
	numbers := func() []float64 {
		s := make([]float64, n*n)
		for i := range s {
			s[i] = random.NormFloat64()
		}
		return s
	}
	a, b := numbers(), numbers()
	a[3], b[3*n+5] = 0, math.Inf(1) // their product is NaN

	want := naive(a, b, n)
	steps := []struct {
		name string
		mul  func(dst, a, b []float64, n int)
	}{
		{"reordered", reordered},
		{"blocked", blocked},
		{"packed", packed},
		{"parallel", parallel},
		{"package", func(dst, a, b []float64, n int) {
			c, _ := matrix.From(n, n, dst)
			x, _ := matrix.From(n, n, a)
			y, _ := matrix.From(n, n, b)
			if err := matrix.Mul(c, x, y); err != nil {
				fmt.Println(err)
			}
		}},
	}
	sameBits := func(x, y float64) bool { return x == y || math.IsNaN(x) && math.IsNaN(y) }
	for _, s := range steps {
		got := make([]float64, n*n)
		s.mul(got, a, b, n)
		fmt.Printf("%-9s equal %v, NaN kept %v\n", s.name, slices.EqualFunc(got, want, sameBits), math.IsNaN(got[5]))
	}
	// Output:
	// reordered equal true, NaN kept true
	// blocked   equal true, NaN kept true
	// packed    equal true, NaN kept true
	// parallel  equal true, NaN kept true
	// package   equal true, NaN kept true
}

// naive is the textbook's: a slice of rows, and down a column in the innermost loop.
func naive(a, b []float64, n int) (flat []float64) {
	x, y, c := slices.Collect(slices.Chunk(a, n)), slices.Collect(slices.Chunk(b, n)), make([][]float64, n)
	for i := range n {
		c[i] = make([]float64, n)
		for j := range n {
			for k := range n {
				c[i][j] += float64(x[i][k] * y[k][j]) // the conversion: not fused, on any machine
			}
		}
	}
	return slices.Concat(c...)
}

// reordered walks along rows only.
func reordered(dst, a, b []float64, n int) {
	for i := range n {
		row := dst[i*n : (i+1)*n]
		for k := range n {
			x := a[i*n+k]
			for j, y := range b[k*n : (k+1)*n] {
				row[j] += float64(x * y)
			}
		}
	}
}

const block = 32

// blocked uses each block of b for all rows while it is in the cache.
func blocked(dst, a, b []float64, n int) {
	for k0 := 0; k0 < n; k0 += block {
		for j0 := 0; j0 < n; j0 += block {
			k1, j1 := min(k0+block, n), min(j0+block, n)
			for i := range n {
				row := dst[i*n+j0 : i*n+j1]
				for k := k0; k < k1; k++ {
					x := a[i*n+k]
					for j, y := range b[k*n+j0 : k*n+j1] {
						row[j] += float64(x * y)
					}
				}
			}
		}
	}
}

// packed copies two columns of b side by side and keeps 2x2 sums in registers.
func packed(dst, a, b []float64, n int) { packedRows(dst, a, b, n, 0, n) }

func packedRows(dst, a, b []float64, n, from, to int) {
	pair := make([]float64, 2*n) // the second column stays zero when n is odd
	for j := 0; j < n; j += 2 {
		for k := range n {
			copy(pair[2*k:2*k+2], b[k*n+j:min(k*n+j+2, k*n+n)])
		}
		for i := from; i < to; i += 2 {
			above := a[i*n : (i+1)*n]
			below := above // the last row twice when their number is odd
			if i+1 < to {
				below = a[(i+1)*n : (i+2)*n]
			}
			var c00, c01, c10, c11 float64
			for k, x := range above {
				y, u, v := below[k], pair[2*k], pair[2*k+1]
				c00 += float64(x * u)
				c01 += float64(x * v)
				c10 += float64(y * u)
				c11 += float64(y * v)
			}
			copy(dst[i*n+j:(i+1)*n], []float64{c00, c01})
			if i+1 < to {
				copy(dst[(i+1)*n+j:(i+2)*n], []float64{c10, c11})
			}
		}
	}
}

// parallel gives each goroutine its rows.
func parallel(dst, a, b []float64, n int) {
	const workers = 4
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() { packedRows(dst, a, b, n, n*w/workers, n*(w+1)/workers) })
	}
	wg.Wait()
}
