package concurrency

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"time"
)

// Workload is work in equal items for [Compare]. An item first waits, then
// computes; either part may be nil, not both.
type Workload struct {
	// Name heads the report.
	Name string
	// Items is the number of items, at least 1.
	Items int
	// Wait is the part of item i that needs no processor: a request, a read, a sleep.
	Wait func(ctx context.Context, i int) error
	// Compute is the part of item i that needs a processor. Its value must depend
	// on i alone: Compare requires the same values in the same order of every model.
	Compute func(i int) uint64
}

// Model is a way to run a [Workload].
type Model string

// The models that [Compare] runs, simplest first.
const (
	Sequential Model = "sequential"  // a loop
	Goroutines Model = "goroutines"  // one for each item
	Channels   Model = "channels"    // a pipeline: Width waiters feed Width computers
	WorkerPool Model = "worker pool" // Width workers
	GIL        Model = "GIL"         // a goroutine for each item; one lock, held while computing
)

// Models returns the models in the order in which [Compare] reports them.
func Models() []Model {
	return []Model{Sequential, Goroutines, Channels, WorkerPool, GIL}
}

// Measure is the time that one model took.
type Measure struct {
	Model   Model
	Elapsed time.Duration // for all items: the median of three rounds
	Speedup float64       // the time of Sequential divided by Elapsed
}

// Report is what [Compare] found.
type Report struct {
	Workload string
	Items    int
	Width    int
	Measures []Measure // in the order of [Models]
}

// rounds is how often each model runs; the rounds are interleaved, so that a
// busy machine is busy for all.
const rounds = 3

// Compare runs w in each of the [Models], three interleaved rounds, and reports
// the median times. It fails unless every model did equal work: each item once
// for each round, the same values in the same order.
//
// opts gives the width of Channels and WorkerPool. The GIL model holds its lock
// while an item computes and releases it while an item waits, as CPython does.
// The first error of an item ends the comparison. Compare starts no goroutine
// that outlives it; cost and time are those of the workload, fifteen times.
//
// For a decision about a real program, benchmark that program; this is to see
// what a model can win at all.
func Compare(ctx context.Context, w Workload, opts *Options) (Report, error) {
	width, err := opts.width()
	if err != nil {
		return Report{}, err
	}
	if w.Items < 1 {
		return Report{}, fmt.Errorf("concurrency: compare: Workload.Items is %d, want 1 or more", w.Items)
	}
	if w.Wait == nil && w.Compute == nil {
		return Report{}, errors.New("concurrency: compare: Workload.Wait and Compute: both nil, want one or both")
	}
	took := map[Model][]time.Duration{}
	var want []uint64
	for range rounds {
		for _, m := range Models() {
			c := &contest{Workload: w, width: width, got: make([]uint64, w.Items)}
			began := time.Now()
			if err := c.run(ctx, m); err != nil {
				return Report{}, fmt.Errorf("concurrency: compare: %s: %w", m, err)
			}
			took[m] = append(took[m], time.Since(began))
			if want == nil {
				want = c.got
			}
			if n := c.calls.Load(); n != int64(w.Items) || !slices.Equal(c.got, want) {
				return Report{}, fmt.Errorf("concurrency: compare: %s: %d calls for %d items, or other values than %s", m, n, w.Items, Sequential)
			}
		}
	}
	return newReport(w, width, took), nil
}

// newReport takes the medians.
func newReport(w Workload, width int, took map[Model][]time.Duration) Report {
	r := Report{Workload: w.Name, Items: w.Items, Width: width}
	for _, m := range Models() {
		slices.Sort(took[m])
		// A clock may be coarse: no time at all counts as one nanosecond.
		e := max(took[m][rounds/2], 1)
		r.Measures = append(r.Measures, Measure{Model: m, Elapsed: e})
	}
	for i := range r.Measures {
		r.Measures[i].Speedup = float64(r.Measures[0].Elapsed) / float64(r.Measures[i].Elapsed)
	}
	return r
}

// Speedup returns how many times faster than Sequential m was, 0 if it did not run.
func (r Report) Speedup(m Model) float64 {
	for _, x := range r.Measures {
		if x.Model == m {
			return x.Speedup
		}
	}
	return 0
}

// tie is the part of a time below which a difference is not called a win.
const tie = 0.15

// Won returns the models within 15 percent of the fastest, in the order of
// [Models]: the simplest that wins comes first, and more than one is a tie.
func (r Report) Won() []Model {
	var best float64
	for _, x := range r.Measures {
		best = max(best, x.Speedup)
	}
	var won []Model
	for _, x := range r.Measures {
		if x.Speedup >= best*(1-tie) {
			won = append(won, x.Model)
		}
	}
	return won
}

// Verdict says in one line which models won and by what.
func (r Report) Verdict() string {
	won := r.Won()
	if len(won) == 0 {
		return "nothing ran"
	}
	names := make([]string, len(won))
	for i, m := range won {
		names[i] = string(m)
	}
	if won[0] == Sequential {
		return "nothing beats the loop"
	}
	return fmt.Sprintf("%s: %.1fx sequential", strings.Join(names, ", "), r.Speedup(won[0]))
}

// String returns the table: a line for each model, then the verdict.
func (r Report) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %d items, width %d\n", r.Workload, r.Items, r.Width)
	for _, x := range r.Measures {
		fmt.Fprintf(&b, "  %-12s %12v %6.1fx\n", x.Model, x.Elapsed.Round(time.Microsecond), x.Speedup)
	}
	fmt.Fprintf(&b, "  %s\n", r.Verdict())
	return b.String()
}

// contest is one run of one model.
type contest struct {
	Workload
	width int
	calls atomic.Int64
	got   []uint64
}

// wait runs the waiting part of item i.
func (c *contest) wait(ctx context.Context, i int) error {
	if c.Wait == nil {
		return nil
	}
	return c.Wait(ctx, i)
}

// compute runs the computing part of item i and counts the item.
func (c *contest) compute(i int) {
	c.calls.Add(1)
	if c.Compute != nil {
		c.got[i] = c.Compute(i)
	}
}

// item runs item i.
func (c *contest) item(ctx context.Context, i int) error {
	if err := c.wait(ctx, i); err != nil {
		return fmt.Errorf("item %d: %w", i, err)
	}
	c.compute(i)
	return nil
}
