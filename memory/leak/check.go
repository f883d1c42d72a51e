package leak

import (
	"context"
	"fmt"
	"runtime/pprof"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

const (
	label   = "leak.check" // the profiler label's key
	patient = 500 * time.Millisecond
)

var checks atomic.Uint64 // makes each label unlike the others

// Check makes the test fail when goroutines that it started outlive it. Call it
// first in the test. It looks when the test has ended, with its subtests and
// all cleanups registered after Check, and gives goroutines that are about to end
// half a second, unless the runtime can prove (by GOEXPERIMENT=goroutineleakprofile) that
// nothing can wake them; each one left is an error that names the function that started
// it and where it blocks.
//
// It sees this test's goroutines alone, so tests may run in parallel: the
// goroutine of the test gets a profiler label, which the goroutines that it starts
// inherit, and theirs too. That is also its limit: a goroutine that sets labels
// of its own, from a context that does not come from this one, is not seen, nor is
// one that a goroutine started before the test (a worker of a shared pool)
// starts on the test's behalf.
//
// A test without leaks costs two goroutine profiles, which stop the program for
// some microseconds per goroutine. Where a package's name is enough, go.uber.org/goleak in TestMain suffices:
// it looks after the last test, and sees every goroutine.
func Check(t testing.TB) {
	t.Helper()
	name := fmt.Sprintf("%s#%d", t.Name(), checks.Add(1))
	pprof.SetGoroutineLabels(pprof.WithLabels(context.Background(), pprof.Labels(label, name)))
	t.Cleanup(func() {
		t.Helper()
		pprof.SetGoroutineLabels(context.Background()) // this goroutine is not a leak
		for _, g := range await(name) {
			t.Errorf("leak: check: %s", g)
		}
	})
}

// await returns the goroutines labelled name once none is left or patience ends,
// or nothing can wake any of them, where the runtime can prove that.
func await(name string) []goroutine {
	pause := 10 * time.Microsecond
	for deadline := time.Now().Add(patient); ; pause *= 2 {
		left := labelled("goroutine", name)
		if len(left) == 0 {
			return nil
		}
		if time.Now().After(deadline) {
			return explain(left)
		}
		if pause > time.Millisecond {
			// The profile is there in programs built with GOEXPERIMENT=goroutineleakprofile, and costs a collection.
			if stuck := labelled("goroutineleak", name); total(stuck) == total(left) {
				stuck = explain(stuck)
				for i := range stuck {
					stuck[i].state += ", for ever"
				}
				return stuck
			}
		}
		time.Sleep(pause)
	}
}

func total(gs []goroutine) (n int) {
	for _, g := range gs {
		n += g.count
	}
	return n
}

// A goroutine is one line group of the goroutine profile: count goroutines
// with equal stacks.
type goroutine struct {
	count   int
	stack   []frame // innermost first
	state   string  // why it waits, if known
	creator frame   // where it was started, if known
}

// A frame is one line of a stack.
type frame struct{ function, position string }

func (g goroutine) String() string {
	var b strings.Builder
	if g.count > 1 {
		fmt.Fprintf(&b, "%d goroutines", g.count)
	} else {
		b.WriteString("a goroutine")
	}
	b.WriteString(" outlived the test")
	if g.creator.function != "" {
		fmt.Fprintf(&b, "\n\tstarted by %s at %s", g.creator.function, g.creator.position)
	}
	if len(g.stack) > 0 {
		b.WriteString("\n\tblocks")
		if g.state != "" {
			fmt.Fprintf(&b, " (%s)", g.state)
		}
		fmt.Fprintf(&b, " in %s at %s", g.stack[0].function, g.stack[0].position)
		for _, f := range g.stack[1:] {
			fmt.Fprintf(&b, "\n\t\tcalled from %s at %s", f.function, f.position)
		}
	}
	return b.String()
}
