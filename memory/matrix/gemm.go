package matrix

import (
	"errors"
	"fmt"
	"runtime"
)

// ErrOverlap is the error of a product whose destination shares numbers with a factor.
var ErrOverlap = errors.New("destination overlaps a factor")

// Options are the settings of [Gemm]. Nil means the defaults.
type Options struct {
	// Workers is how many goroutines may work at once; 0 means GOMAXPROCS. Fewer
	// are used when the product is small. The result has the same bits for any number.
	Workers int
}

// Mul sets dst to the product of a and b, using up to GOMAXPROCS goroutines. It is
// Gemm(dst, 1, a, b, 0, nil), which see for errors and cost.
func Mul[T Float](dst, a, b Matrix[T]) error {
	return Gemm(dst, 1, a, b, 0, nil)
}

// Gemm sets dst to alpha*a*b + beta*dst. When beta is 0, dst is not read.
//
// Element i, j is beta*dst[i,j], to which the products (alpha*a[i,k])*b[k,j] are added
// one after the other in the order of k, each rounded, none skipped and none fused.
// So the result has the same bits on every machine and for any number of
// workers, those of the triple loop, and NaN and infinities spread as IEEE 754 says.
//
// Any shape will do, also with no rows or columns, views and transposed matrices.
// The error wraps [ErrShape] when the shapes do not fit, and [ErrOverlap] when dst shares a
// number with a or b; dst is unchanged then. A negative number of Workers is an error.
// While Gemm runs nobody else may use dst, nor write to a or b.
//
// It takes two floating-point operations for each i, j and k, and allocates nothing
// once its scratch memory (up to 160 thousand numbers a worker, kept in a [sync.Pool], which
// two collections without a product empty) is there. The source of the algorithm is Goto and van de Geijn, "Anatomy of
// High-Performance Matrix Multiplication", ACM TOMS 34(3), 2008.
//
// It is some ten times as fast as the triple loop on one processor, and about as
// fast as gonum's own kernels. OpenBLAS's use wide vector instructions and are faster
// still: where multiplying is the program's main work, use gonum with OpenBLAS beneath.
func Gemm[T Float](dst Matrix[T], alpha T, a, b Matrix[T], beta T, o *Options) error {
	if a.cols != b.rows || dst.rows != a.rows || dst.cols != b.cols {
		return fmt.Errorf("matrix: gemm: %dx%d times %dx%d into %dx%d: %w",
			a.rows, a.cols, b.rows, b.cols, dst.rows, dst.cols, ErrShape)
	}
	workers := runtime.GOMAXPROCS(0)
	if o != nil && o.Workers != 0 {
		if workers = o.Workers; workers < 0 {
			return fmt.Errorf("matrix: gemm: Workers is %d, want 0 or more", workers)
		}
	}
	if overlap(dst, a) || overlap(dst, b) {
		return fmt.Errorf("matrix: gemm: %w", ErrOverlap)
	}
	p := product[T]{dst, a, b, alpha, 1, beta}
	if dst.over != 1 { // down columns: the transposed product goes along rows
		p = product[T]{dst.T(), b.T(), a.T(), 1, alpha, beta}
	}
	if workers = min(workers, p.shares()); workers > 1 {
		p.parallel(workers)
		return nil
	}
	s := scratchOf[T]()
	s.run(p)
	s.release()
	return nil
}

// A product is work to be done: dst = (scaleA*a)*(scaleB*b) + beta*dst, where rows
// of dst are contiguous and one of the scales is 1.
type product[T Float] struct {
	dst, a, b            Matrix[T]
	scaleA, scaleB, beta T
}

// shares returns into how many parts the work may sensibly be split: a part
// should take much longer than starting a goroutine.
func (p product[T]) shares() int {
	const least = 64 * 64 * 64 // products, some 60 µs
	work := float64(p.dst.rows) * float64(p.dst.cols) * float64(p.a.cols)
	return int(min(work/least, float64(max(p.dst.rows, p.dst.cols)/tileRows)))
}

// share returns part i of n: some rows of dst, or some columns where there are
// more of those.
func (p product[T]) share(i, n int) product[T] {
	if p.dst.rows >= p.dst.cols {
		from, to := cut(p.dst.rows, i, n), cut(p.dst.rows, i+1, n)
		p.dst = p.dst.View(from, 0, to-from, p.dst.cols)
		p.a = p.a.View(from, 0, to-from, p.a.cols)
		return p
	}
	from, to := cut(p.dst.cols, i, n), cut(p.dst.cols, i+1, n)
	p.dst = p.dst.View(0, from, p.dst.rows, to-from)
	p.b = p.b.View(0, from, p.b.rows, to-from)
	return p
}

// cut returns where part i of n begins, at the border of a tile.
func cut(size, i, n int) int {
	tiles := (size + tileRows - 1) / tileRows
	return min(size, tiles*i/n*tileRows)
}

// scale sets dst to beta*dst.
func (p product[T]) scale() {
	if p.beta == 1 || p.dst.cols == 0 {
		return
	}
	for i := range p.dst.rows {
		row := p.dst.row(i)
		if p.beta == 0 {
			clear(row)
			continue
		}
		for j := range row {
			row[j] *= p.beta
		}
	}
}

// row returns row i of a matrix whose rows are contiguous and not empty.
func (m Matrix[T]) row(i int) []T {
	return m.data[i*m.down : i*m.down+m.cols]
}
