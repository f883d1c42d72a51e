// Package matrix multiplies matrices in pure Go, of any shape and stride, with the
// same bits on every machine and for any number of goroutines.
//
// It is the production version of the steps that the question below climbs: flat
// rows, turned loops, blocks, packed tiles, goroutines. For some dozens of rows the turned loops are
// enough and simpler. gonum's own kernels are about as fast, and skip zero factors,
// which loses NaN. Where multiplying is the program's main work, use gonum.org/v1/gonum
// with OpenBLAS beneath: its kernels use wide vector instructions, and fuse and reorder
// sums, so that bits may differ.
//
// From Python:
//
//	a @ b, np.dot(a, b)       Mul(dst, a, b)
//	a.T                       a.T(), no copy either
//	a[1:3, 2:5]               a.View(1, 2, 2, 3), no copy either
//	a[i, j]                   a.At(i, j)
//
// A product takes two floating-point operations for each of rows, columns and depth,
// and allocates nothing once its scratch memory is there.
//
// # Questions
//
// Each is an Example below: the question, the answer, and the code that proves it.
//   - multiply (senior): How do you make a matrix multiply fast without C?
package matrix
