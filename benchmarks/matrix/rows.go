package matrix

import (
	"fmt"
	"math"
	"runtime"

	"github.com/goconcepts/cookbook/benchmarks/harness"
)

func rows() []harness.Row {
	return []harness.Row{
		row("zero times infinity is NaN in the sum", func(p peer) error {
			const n = 8
			a, b, dst := make([]float64, n*n), make([]float64, n*n), make([]float64, n*n)
			b[0] = math.Inf(1) // a's zeros meet it
			mul, err := p.mul(dst, a, b, n)
			if err != nil {
				return err
			}
			if mul(); !math.IsNaN(dst[0]) {
				return fmt.Errorf("the sum is %v", dst[0])
			}
			return nil
		}),
		row("one and two processors give the same bits", func(p peer) error {
			const n = 300
			var results [2][]float64
			for i := range results {
				results[i] = make([]float64, n*n)
				mul, err := p.mul(results[i], numbers(n, 1), numbers(n, 2), n)
				if err != nil {
					return err
				}
				old := runtime.GOMAXPROCS(i + 1)
				mul()
				runtime.GOMAXPROCS(old)
			}
			return sameBits(results[0], results[1])
		}),
		row("the bits are those of the triple loop", func(p peer) error {
			const n = 300
			want, got := make([]float64, n*n), make([]float64, n*n)
			loop, _ := handWritten().mul(want, numbers(n, 1), numbers(n, 2), n)
			mul, err := p.mul(got, numbers(n, 1), numbers(n, 2), n)
			if err != nil {
				return err
			}
			loop()
			mul()
			return sameBits(want, got)
		}),
		row("a destination that is a factor is refused, or the product is right", func(p peer) (err error) {
			const n = 16
			a, b, want := numbers(n, 1), numbers(n, 2), make([]float64, n*n)
			loop, _ := handWritten().mul(want, a, b, n)
			loop()
			defer func() {
				if recover() != nil {
					err = nil // refused
				}
			}()
			mul, err := p.mul(a, a, b, n)
			if err != nil {
				return nil
			}
			mul()
			return sameBits(want, a)
		}),
	}
}

func row(name string, ask func(p peer) error) harness.Row {
	r := harness.Row{Name: name}
	for _, p := range peers() {
		r.Cells = append(r.Cells, harness.Cell{Library: p.library, Run: func() error { return ask(p) }})
	}
	return r
}

func sameBits(want, got []float64) error {
	differ := 0
	for i := range want {
		if math.Float64bits(want[i]) != math.Float64bits(got[i]) {
			differ++
		}
	}
	if differ > 0 {
		return fmt.Errorf("%d of %d elements differ", differ, len(want))
	}
	return nil
}
