package memory_test

import (
	"fmt"
	"runtime"
	"strings"
)

// How do you find what is slow or what allocates?
//
// Measure, then look, then change one thing. A benchmark with -benchmem says how
// much; a CPU profile says where the time goes, an allocation profile who
// allocates, a trace why goroutines wait. All are in the standard library, cheap enough for
// production, and can be read from inside the program, as here.
//
// Follow-ups:
//   - How in production? Import net/http/pprof on an internal port and run go tool pprof on its address.
//   - How do you know that a change helped? Ten runs before and after, compared by benchstat.
//   - What is PGO? A CPU profile kept as default.pgo: the compiler inlines what it saw to be hot.
//   - When is a trace better than a profile? When the processors are idle: waiting is not in a CPU profile.
//
// Pitfalls:
//   - Allocations are sampled, one per half a megabyte on average: a small program shows nothing unless [runtime.MemProfileRate] is set to 1 first.
//   - inuse_space says what is kept, alloc_space what is made: the second is what costs time.
//
// Trade-offs: Reading a profile takes minutes, guessing takes days. For a single
// function a benchmark is quicker; for latency under load only a trace or a mutex profile will do.
//
// From Python: Python's cProfile slows every call; tracemalloc sees only what is allocated after its start. Go's profiles
// are sampled, cover all threads, and cost a few per cent at most.
//
// Level: mid. Tags: profile, pprof, allocation. Since: go1.0. See: [runtime.MemProfile], memory/escape, memory/leak/heap.
func Example_profile() {
	defer func(rate int) { runtime.MemProfileRate = rate }(runtime.MemProfileRate)
	runtime.MemProfileRate = 1 // every allocation; real programs leave the default

	// allocated reads the profile back: bytes by the stack that allocated them.
	allocated := func() map[[32]uintptr]int64 {
		runtime.GC() // a profile is as of the last collection
		records := make([]runtime.MemProfileRecord, 1<<14)
		n, _ := runtime.MemProfile(records, true)
		bytes := map[[32]uintptr]int64{}
		for _, r := range records[:n] {
			bytes[r.Stack0] += r.AllocBytes
		}
		return bytes
	}
	before := allocated()
	for range 50 {
		exampleProfileHot()
		exampleProfileCold()
	}

	var top [32]uintptr
	most := int64(0)
	for stack, bytes := range allocated() {
		if grown := bytes - before[stack]; grown > most && byExample(stack) {
			top, most = stack, grown
		}
	}
	frame, _ := runtime.CallersFrames(top[:]).Next()
	for frames := runtime.CallersFrames(top[:]); strings.HasPrefix(frame.Function, "runtime."); {
		frame, _ = frames.Next()
	}
	fmt.Println("the hot function is on top:", strings.HasSuffix(frame.Function, "exampleProfileHot"))
	// Output: the hot function is on top: true
}

//go:noinline
func exampleProfileHot() []byte { return make([]byte, 64<<10) }

//go:noinline
func exampleProfileCold() []byte { return make([]byte, 1<<10) }

// byExample reports whether the Example called: other goroutines allocate too.
func byExample(stack [32]uintptr) bool {
	frames := runtime.CallersFrames(stack[:])
	for {
		f, more := frames.Next()
		if strings.Contains(f.Function, "exampleProfile") {
			return true
		}
		if !more {
			return false
		}
	}
}
