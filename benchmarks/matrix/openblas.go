package matrix

import (
	_ "embed"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"time"

	"github.com/goconcepts/cookbook/benchmarks/harness"
	"github.com/goconcepts/cookbook/memory/matrix"
)

//go:embed testdata/openblas.c
var openBLAS []byte

// tables sets OpenBLAS beside ours: what to use when multiplying is the program's
// main work. It runs where a C compiler and the library are.
func tables() []harness.Table {
	return []harness.Table{{
		Name:    "512 x 512 beside OpenBLAS, milliseconds and GFLOP/s",
		Columns: []string{"library", "one processor", "GFLOP/s", "two processors", "GFLOP/s"},
		Fill: func(add func(cells ...string)) error {
			const n = 512
			line := func(library string, measure func(n, processors int) (time.Duration, float64, error)) error {
				cells := []string{library}
				for _, processors := range []int{1, 2} {
					took, element, err := measure(n, processors)
					if err != nil {
						return err
					}
					if want := elementOf(n); element != want {
						return fmt.Errorf("%s: a wrong product: %v, want %v", library, element, want)
					}
					cells = append(cells, fmt.Sprintf("%.2f", took.Seconds()*1e3), fmt.Sprintf("%.1f", 2*n*n*n/took.Seconds()/1e9))
				}
				add(cells...)
				return nil
			}
			if err := line(harness.Ours, timeOurs); err != nil {
				return err
			}
			measure, stop, err := buildOpenBLAS()
			if err != nil {
				add("OpenBLAS: no C compiler, or no library for it")
				return nil //nolint:nilerr // said in the table
			}
			defer stop()
			return line("OpenBLAS", measure)
		},
	}}
}

// timeOurs times Mul on the numbers of openblas.c: small whole ones, so that every sum is exact.
func timeOurs(n, processors int) (time.Duration, float64, error) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(processors))
	a, b, c := matrix.New[float64](n, n), matrix.New[float64](n, n), matrix.New[float64](n, n)
	for i := range n {
		for j := range n {
			a.Set(i, j, float64((i*7+j*3)%11-5))
			b.Set(i, j, float64((i*5+j*2)%13-6))
		}
	}
	var took []time.Duration
	for range 31 {
		began := time.Now()
		if err := matrix.Mul(c, a, b); err != nil {
			return 0, 0, err
		}
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	return took[len(took)/2], c.At(n/3, n/2), nil
}

// buildOpenBLAS compiles openblas.c and returns what runs it.
func buildOpenBLAS() (measure func(n, processors int) (time.Duration, float64, error), stop func(), err error) {
	dir, err := os.MkdirTemp("", "cookbook-openblas-")
	if err != nil {
		return nil, nil, err
	}
	stop = func() { _ = os.RemoveAll(dir) }
	source, program := filepath.Join(dir, "openblas.c"), filepath.Join(dir, "openblas")
	if err := os.WriteFile(source, openBLAS, 0o600); err != nil {
		stop()
		return nil, nil, err
	}
	if err := exec.Command("cc", "-O2", "-o", program, source, "-lopenblas").Run(); err != nil {
		stop()
		return nil, nil, err
	}
	return func(n, processors int) (time.Duration, float64, error) {
		out, err := exec.Command(program, strconv.Itoa(n), strconv.Itoa(processors)).Output()
		if err != nil {
			return 0, 0, fmt.Errorf("openblas: %w", err)
		}
		var ms, element float64
		if _, err := fmt.Sscan(string(out), &ms, &element); err != nil {
			return 0, 0, fmt.Errorf("openblas: %q: %w", out, err)
		}
		return time.Duration(ms * float64(time.Millisecond)), element, nil
	}, stop, nil
}

// elementOf is the element that both print, by the definition.
func elementOf(n int) (sum float64) {
	for k := range n {
		sum += float64((n/3*7+k*3)%11-5) * float64((k*5+n/2*2)%13-6)
	}
	return sum
}
