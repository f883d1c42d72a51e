package model

import (
	"flag"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Machine is a model-based test of a system S: S holds the system and its model.
type Machine[S any] struct {
	// Start makes the system and its model, before each run.
	Start func() S
	// Steps are what may be done, by name. A step draws its arguments with [Draw], does the
	// same to system and model, and returns an error when they differ.
	Steps map[string]func(*Run, S) error
	// Law is checked after each step; nil is none.
	Law func(S) error
}

// Run is one run of a machine. It belongs to one goroutine.
type Run struct {
	t     *rapid.T
	drawn []string
}

// Draw draws a value; label names it in a failure's steps.
func Draw[V any](r *Run, label string, g *rapid.Generator[V]) V {
	v := g.Draw(r.t, label)
	r.drawn = append(r.drawn, fmt.Sprintf("%s %v", label, v))
	return v
}

// Failure is the shortest run that rapid found to break a machine.
type Failure struct {
	Steps []string // each step with what it drew
	Err   error    // what the last step or the law said
}

// Error tells the steps and the fault.
func (f *Failure) Error() string {
	return fmt.Sprintf("model: %v; after: %s", f.Err, strings.Join(f.Steps, "; "))
}

// Unwrap returns what the step or the law said.
func (f *Failure) Unwrap() error { return f.Err }

// property runs a machine once, as rapid draws, and returns the failure.
func (m Machine[S]) property(t *rapid.T) *Failure {
	state := m.Start()
	names := slices.Sorted(maps.Keys(m.Steps))
	var done []string
	for range rapid.IntRange(1, 30).Draw(t, "steps") {
		run := &Run{t: t}
		name := rapid.SampledFrom(names).Draw(t, "step")
		err := m.Steps[name](run, state)
		done = append(done, strings.TrimSpace(name+" "+strings.Join(run.drawn, ", ")))
		if err == nil && m.Law != nil {
			err = m.Law(state)
		}
		if err != nil {
			return &Failure{done, err}
		}
	}
	return nil
}

// Check runs the machine as a test: a hundred runs, or as -rapid.checks says.
func Check[S any](t rapid.TB, m Machine[S]) {
	t.Helper()
	rapid.Check(t, func(t *rapid.T) {
		if f := m.property(t); f != nil {
			t.Fatal(f)
		}
	})
}

// Find runs the machine outside a test and returns its shortest failure, or nil. A
// suite is worth its faults: run it on systems with one planted in each. Find draws
// the same runs each time, and writes no file; it must not run beside rapid's tests in
// other goroutines, since it sets rapid's flags for that while it runs. Outside go test it registers the flags of
// package testing, and marks the command line as parsed if nobody has parsed it.
func Find[S any](m Machine[S]) *Failure {
	testing.Init() // rapid asks for -test.short, also outside go test
	if !flag.Parsed() {
		_ = flag.CommandLine.Parse(nil)
	}
	defer setFlag("rapid.nofailfile", "true")()
	defer setFlag("rapid.seed", "1")()
	var last *Failure
	done := make(chan struct{})
	go func() { // the recorder ends its goroutine as testing.T would
		defer close(done)
		rapid.Check(&recorder{}, func(t *rapid.T) {
			if f := m.property(t); f != nil {
				last = f // rapid runs the shortest failure last
				t.Fatal(f)
			}
		})
	}()
	<-done
	return last
}

// setFlag sets a flag and returns what puts the old value back.
func setFlag(name, value string) (back func()) {
	before := flag.Lookup(name).Value.String()
	_ = flag.Set(name, value) // rapid has the flag and takes the value
	return func() { _ = flag.Set(name, before) }
}

// recorder is a test whose failure nobody prints.
type recorder struct{ failed bool }

func (*recorder) Helper()                 {}
func (*recorder) Name() string            { return "model" }
func (*recorder) Logf(string, ...any)     {}
func (*recorder) Log(...any)              {}
func (*recorder) Skipf(string, ...any)    { runtime.Goexit() }
func (*recorder) Skip(...any)             { runtime.Goexit() }
func (*recorder) SkipNow()                { runtime.Goexit() }
func (r *recorder) Errorf(string, ...any) { r.failed = true }
func (r *recorder) Error(...any)          { r.failed = true }
func (r *recorder) Fatalf(string, ...any) { r.FailNow() }
func (r *recorder) Fatal(...any)          { r.FailNow() }
func (r *recorder) FailNow()              { r.failed = true; runtime.Goexit() }
func (r *recorder) Fail()                 { r.failed = true }
func (r *recorder) Failed() bool          { return r.failed }
