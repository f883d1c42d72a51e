package harness

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"time"
)

// round is how long one contestant works before the next has its turn: long
// beside a scheduler's slice, short beside a change of the machine's mood.
const round = 15 * time.Millisecond

// time measures the jobs and fills the tables.
func (t Topic) time(s settings, stdout io.Writer, r *report) error {
	var failed []error
	for _, j := range t.Jobs {
		lines := j.measure(s.rounds)
		g := j.grid(lines)
		fmt.Fprint(stdout, "\n", g.text())
		r.grids = append(r.grids, g)
		for _, l := range lines {
			if l.refused != nil {
				failed = append(failed, fmt.Errorf("%s: %s: %w", j.Name, l.library, l.refused))
			}
		}
	}
	for _, b := range t.Tables {
		g := grid{name: b.Name, columns: b.Columns}
		err := b.Fill(func(cells ...string) { g.lines = append(g.lines, cells) })
		if err != nil {
			failed = append(failed, fmt.Errorf("%s: %w", b.Name, err))
		}
		fmt.Fprint(stdout, "\n", g.text())
		r.grids = append(r.grids, g)
	}
	return errors.Join(failed...)
}

// sample is one round of one contestant, for one item.
type sample struct{ nanoseconds, allocs, bytes float64 }

// measurement is all rounds of one contestant.
type measurement struct {
	library string
	refused error
	run     func(n int)
	stop    func()
	n       int
	samples []sample
}

// measure starts every contestant, which checks its answer, and then gives each
// one round at a time, in an order that is rotated after each round.
func (j Job) measure(rounds int) []measurement {
	all := make([]measurement, len(j.Contestants))
	var live []*measurement
	for i, c := range j.Contestants {
		m := &all[i]
		m.library = c.Library
		if m.run, m.stop, m.refused = c.Start(); m.refused == nil {
			m.n, m.refused = calibrate(m.run)
		}
		if m.refused == nil {
			live = append(live, m)
		}
	}
	for r := range rounds {
		for i := range live {
			m := live[(i+r)%len(live)]
			m.samples = append(m.samples, j.sample(m.run, m.n))
		}
	}
	for _, m := range all {
		if m.stop != nil {
			m.stop()
		}
	}
	return all
}

// calibrate returns how many operations fill a round.
func calibrate(run func(n int)) (int, error) {
	const most = 1_000_000_000
	for n := 1; ; {
		begin := time.Now()
		run(n)
		took := time.Since(begin)
		switch {
		case took >= round/2:
			return max(1, int(float64(n)*float64(round)/float64(took))), nil
		case n == most:
			return 0, fmt.Errorf("a thousand million operations took %v: it does no work", took)
		}
		// At least double; at most a hundredfold, since a first run says little.
		grow := 0.9 * float64(round) / float64(max(took, time.Nanosecond))
		n = min(most, int(float64(n)*min(max(grow, 2), 100)))
	}
}

// sample times one round. The heap is collected first, so that nobody pays for another's garbage.
func (j Job) sample(run func(n int), n int) sample {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	begin := time.Now()
	run(n)
	took := time.Since(begin)
	runtime.ReadMemStats(&after)
	items := float64(n) * float64(max(j.Items, 1))
	return sample{
		nanoseconds: float64(took.Nanoseconds()) / items,
		allocs:      float64(after.Mallocs-before.Mallocs) / items,
		bytes:       float64(after.TotalAlloc-before.TotalAlloc) / items,
	}
}

// grid puts a job's measurements into a table. Ratios are to ours: 2.00 takes twice our time.
func (j Job) grid(lines []measurement) grid {
	unit := j.Unit
	if unit == "" {
		unit = "op"
	}
	ours := 0.0
	for _, m := range lines {
		if m.library == Ours && m.refused == nil {
			ours = median(m.samples, func(s sample) float64 { return s.nanoseconds })
		}
	}
	g := grid{name: j.Name, columns: []string{"library", "median/" + unit, "min", "ratio", "allocs", "bytes"}}
	for _, m := range lines {
		if m.refused != nil {
			g.lines = append(g.lines, []string{m.library, "REFUSED: " + m.refused.Error()})
			continue
		}
		took := func(s sample) float64 { return s.nanoseconds }
		mid, ratio := median(m.samples, took), "-"
		if ours > 0 {
			ratio = fmt.Sprintf("%.2f", mid/ours)
		}
		least := slices.MinFunc(m.samples, func(a, b sample) int {
			return cmp.Compare(a.nanoseconds, b.nanoseconds)
		})
		g.lines = append(g.lines, []string{
			m.library, duration(mid), duration(least.nanoseconds), ratio,
			count(median(m.samples, func(s sample) float64 { return s.allocs })),
			count(median(m.samples, func(s sample) float64 { return s.bytes })),
		})
	}
	return g
}

// median is the middle value, or the mean of the middle two.
func median(samples []sample, of func(sample) float64) float64 {
	values := make([]float64, len(samples))
	for i, s := range samples {
		values[i] = of(s)
	}
	slices.Sort(values)
	half := len(values) / 2
	if len(values)%2 == 1 {
		return values[half]
	}
	return (values[half-1] + values[half]) / 2
}

// duration prints nanoseconds with three digits that mean something.
func duration(ns float64) string {
	for _, unit := range []string{"ns", "µs", "ms"} {
		if ns < 999.5 {
			return figure(ns) + " " + unit
		}
		ns /= 1000
	}
	return figure(ns) + " s"
}

// count prints allocations or bytes: one stray allocation of the runtime in a round is not one per operation.
func count(x float64) string {
	if x < 0.005 {
		return "0"
	}
	return figure(x)
}

func figure(x float64) string {
	switch {
	case x < 10:
		return fmt.Sprintf("%.2f", x)
	case x < 100:
		return fmt.Sprintf("%.1f", x)
	default:
		return fmt.Sprintf("%.0f", x)
	}
}
