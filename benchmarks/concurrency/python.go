package concurrency

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/goconcepts/cookbook/benchmarks/harness"
	"github.com/goconcepts/cookbook/benchmarks/python"
	"github.com/goconcepts/cookbook/concurrency"
)

// The same numbers stand in python/concurrency.py.
const (
	sums    = 4
	squares = 1_000_000
	waits   = 100
	waiting = 100 * time.Millisecond
)

// tables compares with Python: one sum shows what a compiler wins, four sums what
// parallelism wins, and many waits that nothing is won by either.
func tables() []harness.Table {
	return []harness.Table{{
		Name:    "Python and Go, equal work in each line, milliseconds",
		Columns: []string{"way", "1 sum", "4 sums", "4 sums: x loop", "100 waits of 100 ms"},
		Fill:    fillPython,
	}}
}

// timings are seconds, by work and way.
type timings map[string]map[string]float64

func fillPython(add func(cells ...string)) error {
	all := struct {
		Version string
		Sum     map[string]float64
		Sums    map[string]float64
		Waits   map[string]float64
	}{}
	err := python.Run("concurrency.py", &all)
	switch {
	case errors.Is(err, python.ErrNone):
		add("Python: not found")
	case err != nil:
		return err
	default:
		times := timings{"sum": all.Sum, "sums": all.Sums, "waits": all.Waits}
		for _, way := range []string{"loop", "threads", "processes", "gather"} {
			times.line(add, "Python "+all.Version+" "+way, way)
		}
	}
	times, err := goTimes()
	if err != nil {
		return err
	}
	for _, way := range []string{"loop", "goroutines"} {
		times.line(add, "Go "+way, way)
	}
	return nil
}

// line adds the line of one way. What it does not do, or what nobody would do, is a dash.
func (t timings) line(add func(cells ...string), name, way string) {
	ms := func(work string) string {
		s, ok := t[work][way]
		if !ok {
			return "-"
		}
		return fmt.Sprintf("%.3g", s*1000)
	}
	speedup := "-"
	if s, ok := t["sums"][way]; ok {
		speedup = fmt.Sprintf("%.2f", t["sums"]["loop"]/s)
	}
	add(name, ms("sum"), ms("sums"), speedup, ms("waits"))
}

// sumSquares is what the generator expression of the script computes.
func sumSquares(n int) (sum int) {
	for i := range n {
		sum += i * i
	}
	return sum
}

// goTimes times the same work in Go.
func goTimes() (timings, error) {
	const answer = (squares - 1) * squares * (2*squares - 1) / 6
	four := []int{squares, squares, squares, squares}
	wrong := errors.New("a wrong answer")
	check := func(got []int, n int) error {
		if len(got) != n || slices.Min(got) != answer || slices.Max(got) != answer {
			return wrong
		}
		return nil
	}
	t := timings{"sum": {}, "sums": {}, "waits": {}}
	for _, w := range []struct {
		work, way string
		run       func() error
	}{
		{"sum", "loop", func() error { return check([]int{sumSquares(squares)}, 1) }},
		{"sums", "loop", func() error {
			var got []int
			for _, n := range four {
				got = append(got, sumSquares(n))
			}
			return check(got, sums)
		}},
		{"sums", "goroutines", func() error { return check(concurrency.Map(four, sumSquares, nil), sums) }},
		{"waits", "goroutines", func() error {
			wait := func(context.Context) (int, error) { time.Sleep(waiting); return answer, nil }
			fs := slices.Repeat([]func(context.Context) (int, error){wait}, waits)
			got, err := concurrency.Gather(context.Background(), fs...)
			return errors.Join(err, check(got, waits))
		}},
	} {
		var seconds []float64
		runs := 101
		if w.work == "waits" {
			runs = 6
		}
		for range runs {
			began := time.Now()
			if err := w.run(); err != nil {
				return nil, fmt.Errorf("%s, %s: %w", w.work, w.way, err)
			}
			seconds = append(seconds, time.Since(began).Seconds())
		}
		seconds = seconds[1:] // the first is not counted
		slices.Sort(seconds)
		t[w.work][w.way] = seconds[len(seconds)/2]
	}
	return t, nil
}
