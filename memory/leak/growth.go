package leak

import (
	"fmt"
	"math"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
)

// Growth calls f again and again and makes the test fail when the memory that f
// leaves behind grows from round to round: the error gives bytes and objects gained
// a run, and the places that allocated them. What grows once and then stays, such
// as a cache of fixed size or a pool, is no growth, once it is full within the
// first sixteen runs.
//
// It calls f 16 times to warm up and then 16, 32, 64 and 128 times, each round only when
// the one before grew, with three collections after each. Every allocation in the
// meantime is profiled, which makes f slower: for that it sets
// [runtime.MemProfileRate] to 1 and then back, so calls of Growth wait for each
// other. What f's own goroutine leaves is found if it is a single byte; what other
// goroutines leave, if they leave as many objects for each run. C memory and
// goroutine stacks are not seen (for goroutines see [Check]).
func Growth(t testing.TB, f func()) {
	t.Helper()
	if sites := grow(f); len(sites) > 0 {
		t.Errorf("leak: growth: %s", report(sites))
	}
}

// A site is a place that allocates, and what it gained in one run.
type site struct {
	stack          []uintptr
	bytes, objects float64
}

// goesOn reports whether s grew in the round before as well: if it is not f's own,
// at the same rate.
func (s site) goesOn(before []site) bool {
	i := slices.IndexFunc(before, func(b site) bool { return slices.Equal(b.stack, s.stack) })
	if i < 0 {
		return false
	}
	return isMarked(s.stack) || math.Abs(s.objects-before[i].objects) <= 0.03*s.objects
}

const (
	warmup = 16 // runs; then as many, and twice as many each time
	rounds = 4
)

var profiling sync.Mutex // held while MemProfileRate is 1

func grow(f func()) []site {
	profiling.Lock()
	defer profiling.Unlock()
	defer func(rate int) { runtime.MemProfileRate = rate }(runtime.MemProfileRate)
	runtime.MemProfileRate = 1

	marked(f, warmup)
	before := inUse()
	var sites []site
	for round := range rounds {
		runs := warmup << round
		marked(f, runs)
		after := inUse()
		grown := gained(before, after, runs)
		if round > 0 {
			grown = slices.DeleteFunc(grown, func(s site) bool { return !s.goesOn(sites) })
		}
		if sites = grown; len(sites) == 0 {
			return nil
		}
		before = after
	}
	slices.SortFunc(sites, func(a, b site) int { return int(b.bytes - a.bytes) })
	return sites
}

// marked calls f; an allocation of f has marked on its stack.
//
//go:noinline
func marked(f func(), runs int) {
	for range runs {
		f()
	}
}

type usage struct{ bytes, objects int64 }

// inUse returns what is alive, by the stack that allocated it.
func inUse() map[[32]uintptr]usage {
	for range 3 { // a sync.Pool is empty after two
		runtime.GC()
	}
	var records []runtime.MemProfileRecord
	for n, ok := runtime.MemProfile(nil, false); !ok; {
		records = make([]runtime.MemProfileRecord, n+64)
		if n, ok = runtime.MemProfile(records, false); ok {
			records = records[:n]
		}
	}
	use := make(map[[32]uintptr]usage, len(records))
	for _, r := range records {
		u := use[r.Stack0] // one stack has a record for each size
		u.bytes += r.InUseBytes()
		u.objects += r.InUseObjects()
		use[r.Stack0] = u
	}
	return use
}

// gained returns the sites that have more after runs of f than before: any more
// if f itself allocated it; otherwise, for it may be a goroutine of f's or one
// that has nothing to do with it, an object for every other run.
func gained(before, after map[[32]uintptr]usage, runs int) []site {
	var sites []site
	for stack, a := range after {
		b := before[stack]
		s := site{
			stack:   stack[:max(0, slices.Index(append(stack[:], 0), 0))],
			bytes:   float64(a.bytes-b.bytes) / float64(runs),
			objects: float64(a.objects-b.objects) / float64(runs),
		}
		if a.bytes > b.bytes && (isMarked(s.stack) || s.objects >= 0.5) {
			sites = append(sites, s)
		}
	}
	return sites
}

func isMarked(stack []uintptr) bool {
	for f := range frames(stack) {
		if strings.HasSuffix(f.Function, "memory/leak.marked") {
			return true
		}
	}
	return false
}

func frames(stack []uintptr) func(func(runtime.Frame) bool) {
	return func(yield func(runtime.Frame) bool) {
		for fs := runtime.CallersFrames(stack); ; {
			f, more := fs.Next()
			if !yield(f) || !more {
				return
			}
		}
	}
}

func report(sites []site) string {
	var bytes, objects float64
	for _, s := range sites {
		bytes += s.bytes
		objects += s.objects
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%.1f bytes and %.2f objects gained a run", bytes, objects)
	for i, s := range sites {
		if i == 5 {
			fmt.Fprintf(&b, "\n\tand %d places more", len(sites)-i)
			break
		}
		fmt.Fprintf(&b, "\n\t%.1f bytes and %.2f objects a run, allocated in", s.bytes, s.objects)
		for f := range frames(s.stack) {
			if strings.HasSuffix(f.Function, "memory/leak.marked") {
				break
			}
			if !strings.HasPrefix(f.Function, "runtime.") {
				fmt.Fprintf(&b, "\n\t\t%s at %s:%d", f.Function, f.File, f.Line)
			}
		}
	}
	return b.String()
}
