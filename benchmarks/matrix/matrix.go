// Package matrix compares ways to multiply matrices.
package matrix

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"

	"github.com/goconcepts/cookbook/benchmarks/harness"
)

// Topic is what the command runs.
var Topic = harness.Topic{
	Name: "matrix",
	Doc:  "products of matrices of float64",
	Jobs: []harness.Job{
		job("512 x 512, one processor", 512, 1),
		job("512 x 512, two processors", 512, 2),
		job("64 x 64, one processor", 64, 1),
	},
	Tables: tables(),
	Rows:   rows(),
}

// A peer makes a function that multiplies a and b, square and flat, into dst.
type peer struct {
	library string
	mul     func(dst, a, b []float64, n int) (func(), error)
}

func peers() []peer { return []peer{ours(), handWritten(), gonum()} }

func numbers(n int, seed uint64) []float64 {
	random := rand.New(rand.NewPCG(seed, 1))
	s := make([]float64, n*n)
	for i := range s {
		s[i] = random.NormFloat64()
	}
	return s
}

func job(name string, n, processors int) harness.Job {
	all := runtime.GOMAXPROCS(0)
	j := harness.Job{Name: name, Unit: "product"}
	a, b := numbers(n, 1), numbers(n, 2)
	for _, p := range peers() {
		if p.library == harness.HandWritten && processors > 1 {
			continue // it knows one
		}
		j.Contestants = append(j.Contestants, harness.Contestant{Library: p.library, Start: func() (func(int), func(), error) {
			dst := make([]float64, n*n)
			mul, err := p.mul(dst, a, b, n)
			if err != nil {
				return nil, nil, err
			}
			if mul(); !near(dst, a, b, n) {
				return nil, nil, fmt.Errorf("a wrong product")
			}
			// Once for the job, and not in each round, for every change empties the pools of package
			// sync. The allocations that remain are of such a pool too: it forgets our scratch memory
			// after the collections between two rounds, and a round is one large product.
			runtime.GOMAXPROCS(processors)
			return func(times int) {
				for range times {
					mul()
				}
			}, func() { runtime.GOMAXPROCS(all) }, nil
		}})
	}
	return j
}

// near looks at one row; the last bits may differ.
func near(dst, a, b []float64, n int) bool {
	i := n / 3
	for j := range n {
		sum := 0.0
		for k := range n {
			sum += a[i*n+k] * b[k*n+j]
		}
		if !(math.Abs(dst[i*n+j]-sum) <= 1e-9*float64(n)) {
			return false
		}
	}
	return true
}
