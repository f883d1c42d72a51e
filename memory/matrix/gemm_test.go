package matrix_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/goconcepts/cookbook/memory/matrix"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// reference is Gemm as its doc comment defines it.
func reference[T matrix.Float](dst matrix.Matrix[T], alpha T, a, b matrix.Matrix[T], beta T) {
	for i := range dst.Rows() {
		for j := range dst.Cols() {
			sum := T(0)
			if beta != 0 {
				sum = beta * dst.At(i, j)
			}
			for k := range a.Cols() {
				sum += T(T(alpha*a.At(i, k)) * b.At(k, j))
			}
			dst.Set(i, j, sum)
		}
	}
}

// draw returns a matrix that may be a view, transposed or both, with numbers that
// matter to IEEE 754, and a copy that shares nothing.
func draw[T matrix.Float](t *rapid.T, name string, rows, cols int) (m, same matrix.Matrix[T]) {
	turned := rapid.Bool().Draw(t, name+" turned")
	if turned {
		rows, cols = cols, rows
	}
	top, left := rapid.IntRange(0, 3).Draw(t, name+" top"), rapid.IntRange(0, 3).Draw(t, name+" left")
	seed := rapid.Uint64().Draw(t, name+" seed")
	special := rapid.IntRange(0, 3).Draw(t, name+" special")
	random := rand.New(rand.NewPCG(seed, 1))
	build := func() matrix.Matrix[T] {
		return matrix.New[T](rows+top+1, cols+left+2).View(top, left, rows, cols)
	}
	m, same = build(), build()
	for i := range rows {
		for j := range cols {
			x := T(random.NormFloat64())
			if special == 0 && random.IntN(8) == 0 {
				x = []T{0, T(math.Copysign(0, -1)), T(math.NaN()), T(math.Inf(1)), T(math.Inf(-1)), math.SmallestNonzeroFloat32}[random.IntN(6)]
			}
			m.Set(i, j, x)
			same.Set(i, j, x)
		}
	}
	if turned {
		return m.T(), same.T()
	}
	return m, same
}

func sameBits[T matrix.Float](x, y T) bool {
	return math.Float64bits(float64(x)) == math.Float64bits(float64(y)) || x != x && y != y
}

func testGemm[T matrix.Float](t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.OneOf(rapid.IntRange(0, 9), rapid.IntRange(10, 70))
		m, n := size.Draw(t, "m"), size.Draw(t, "n")
		depth := rapid.OneOf(size, rapid.IntRange(250, 270)).Draw(t, "depth") // around the block
		a, _ := draw[T](t, "a", m, depth)
		b, _ := draw[T](t, "b", depth, n)
		got, want := draw[T](t, "dst", m, n)
		alpha := T(rapid.SampledFrom([]float64{1, 0, 0.3, math.Inf(1)}).Draw(t, "alpha"))
		beta := T(rapid.SampledFrom([]float64{0, 1, 0.7, math.NaN()}).Draw(t, "beta"))
		workers := rapid.IntRange(0, 5).Draw(t, "workers")

		reference(want, alpha, a, b, beta)
		require.NoError(t, matrix.Gemm(got, alpha, a, b, beta, &matrix.Options{Workers: workers}))
		for i := range m {
			for j := range n {
				if !sameBits(got.At(i, j), want.At(i, j)) {
					t.Fatalf("element %d, %d is %v, want %v", i, j, got.At(i, j), want.At(i, j))
				}
			}
		}
	})
}

func TestGemmHasTheBitsOfTheTripleLoop(t *testing.T) {
	t.Run("float64", testGemm[float64])
	t.Run("float32", testGemm[float32])
}

func TestGemmOverSeveralBlocks(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	fill := func(rows, cols int) matrix.Matrix[float64] {
		m := matrix.New[float64](rows, cols)
		for i := range rows {
			for j := range cols {
				m.Set(i, j, random.NormFloat64())
			}
		}
		return m
	}
	for _, size := range [][3]int{{131, 515, 259}, {515, 131, 3}, {1, 1030, 600}, {600, 1, 513}} {
		a, b := fill(size[0], size[2]), fill(size[2], size[1])
		want := matrix.New[float64](size[0], size[1])
		reference(want, 1, a, b, 0)
		for _, workers := range []int{1, 2, 3, 7} {
			got := fill(size[0], size[1])
			require.NoError(t, matrix.Gemm(got, 1, a, b, 0, &matrix.Options{Workers: workers}))
			require.Equal(t, want, got, "%v, %d workers", size, workers)
		}
	}
}

func TestGemmRefuses(t *testing.T) {
	square := matrix.New[float64](4, 4)
	require.ErrorIs(t, matrix.Mul(matrix.New[float64](4, 3), square, square), matrix.ErrShape)
	require.ErrorIs(t, matrix.Mul(matrix.New[float64](4, 4), square, matrix.New[float64](3, 4)), matrix.ErrShape)
	require.ErrorIs(t, matrix.Mul(square, square, matrix.New[float64](4, 4)), matrix.ErrOverlap)
	require.ErrorIs(t, matrix.Mul(square.T(), matrix.New[float64](4, 4), square), matrix.ErrOverlap)
	require.ErrorContains(t, matrix.Gemm(matrix.New[float64](4, 4), 1, square, square, 0, &matrix.Options{Workers: -1}), "Workers is -1")
}

func TestGemmTakesScalesToTheLetter(t *testing.T) {
	one := func(x float64) matrix.Matrix[float64] {
		m, err := matrix.From(1, 1, []float64{x})
		require.NoError(t, err)
		return m
	}
	for _, c := range []struct{ dst, alpha, a, b, beta, want float64 }{
		{math.NaN(), 1, 2, 3, 0, 6},            // beta 0: dst is not read
		{math.Inf(1), 1, 2, 3, 0, 6},           //
		{5, 0, 2, 3, 1, 5},                     // alpha 0 adds zeros
		{5, 0, math.Inf(1), 3, 1, math.NaN()},  // and zero times infinity
		{5, math.Inf(1), 0, 3, 1, math.NaN()},  //
		{5, 1, 0, math.Inf(-1), 1, math.NaN()}, //
		{math.Inf(1), 1, 1, 1, -1, math.Inf(-1)},
	} {
		dst := one(c.dst)
		require.NoError(t, matrix.Gemm(dst, c.alpha, one(c.a), one(c.b), c.beta, nil))
		require.True(t, sameBits(c.want, dst.At(0, 0)), "%+v: %v", c, dst.At(0, 0))
	}
}

func TestMulOfNothing(t *testing.T) {
	none := matrix.New[float64](3, 0)
	dst, err := matrix.From(3, 2, []float64{1, 2, 3, 4, 5, 6})
	require.NoError(t, err)
	require.NoError(t, matrix.Mul(dst, none, matrix.New[float64](0, 2)))
	require.Equal(t, matrix.New[float64](3, 2), dst, "a sum of nothing is zero")
	require.NoError(t, matrix.Mul(matrix.New[float64](0, 0), matrix.Matrix[float64]{}, matrix.Matrix[float64]{}))
	require.NoError(t, matrix.Mul(matrix.New[float64](0, 2), matrix.New[float64](0, 5), matrix.New[float64](5, 2)))
}

// Every pair of parts of a small matrix: an overlap is found exactly when a number is shared.
func TestOverlapIsExactForViewsOfOneMatrix(t *testing.T) {
	const n = 4
	whole := matrix.New[float64](n, n)
	type part struct{ i, j, rows, cols int }
	var parts []part
	for i := range n {
		for j := range n {
			for rows := 1; rows <= n-i; rows++ {
				for cols := 1; cols <= n-j; cols++ {
					parts = append(parts, part{i, j, rows, cols})
				}
			}
		}
	}
	for _, p := range parts {
		for _, q := range parts {
			shared := p.i < q.i+q.rows && q.i < p.i+p.rows && p.j < q.j+q.cols && q.j < p.j+p.cols
			dst := whole.View(p.i, p.j, p.rows, p.cols)
			a := whole.View(q.i, q.j, q.rows, q.cols)
			if q.rows != p.rows { // make the shapes fit, whatever they are
				continue
			}
			err := matrix.Mul(dst, a, matrix.New[float64](q.cols, p.cols))
			if shared {
				require.ErrorIs(t, err, matrix.ErrOverlap, fmt.Sprint(p, q))
			} else {
				require.NoError(t, err, fmt.Sprint(p, q))
			}
		}
	}
}

func TestGemmAllocatesNothing(t *testing.T) {
	if raceEnabled {
		t.Skip("under -race a sync.Pool drops some of what is put")
	}
	a, b, c := matrix.New[float64](130, 130), matrix.New[float64](130, 130), matrix.New[float64](130, 130)
	for _, workers := range []int{1, 2} {
		o := &matrix.Options{Workers: workers}
		require.Zero(t, testing.AllocsPerRun(20, func() { _ = matrix.Gemm(c, 1, a.T(), b, 0, o) }), "%d workers", workers)
	}
	x, y, z := matrix.New[float32](8, 8), matrix.New[float32](8, 8), matrix.New[float32](8, 8)
	require.Zero(t, testing.AllocsPerRun(20, func() { _ = matrix.Mul(z.View(1, 1, 4, 4), x.View(0, 0, 4, 4), y.View(0, 0, 4, 4).T()) }))
}
