package gc

import (
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// Settings are the knobs of Go's collector and scheduler. In [Settings.Apply] a
// zero field leaves its knob alone.
type Settings struct {
	// Percent is GOGC: the next collection comes when the heap has grown by that
	// many percent of what was alive. Negative turns this rule off.
	Percent int

	// MemoryLimit is GOMEMLIMIT, in bytes: near it collections come sooner. It is
	// a soft limit, over all that the runtime maps. [math.MaxInt64] means none.
	MemoryLimit int64

	// Procs is GOMAXPROCS: how many threads run Go code at once.
	Procs int
}

// Read returns the settings that are in force. Percent is negative when the rule
// is off. It allocates little and stops nothing.
func Read() Settings {
	samples := []metrics.Sample{
		{Name: "/gc/gogc:percent"},
		{Name: "/gc/gomemlimit:bytes"},
		{Name: "/sched/gomaxprocs:threads"},
	}
	metrics.Read(samples)
	s := Settings{Percent: -1, MemoryLimit: math.MaxInt64}
	if v := samples[0].Value.Uint64(); v <= math.MaxInt32 { // off is the largest number
		s.Percent = int(v)
	}
	if v := samples[1].Value.Uint64(); v < math.MaxInt64 {
		s.MemoryLimit = int64(v)
	}
	s.Procs = int(samples[2].Value.Uint64())
	return s
}

// Apply sets the knobs whose field is not zero and returns a function that puts
// them back as they were. The knobs belong to the whole process: two that Apply at
// once undo each other's work unless they put back in the opposite order.
//
// Setting Procs stops the program for some microseconds and ends the runtime's
// own watching of the container's limit; putting it back starts that again, if the
// value was the runtime's own.
func (s Settings) Apply() (restore func()) {
	var undo []func()
	if s.Percent != 0 {
		old := debug.SetGCPercent(s.Percent)
		undo = append(undo, func() { debug.SetGCPercent(old) })
	}
	if s.MemoryLimit != 0 {
		old := debug.SetMemoryLimit(s.MemoryLimit)
		undo = append(undo, func() { debug.SetMemoryLimit(old) })
	}
	if s.Procs != 0 {
		old := runtime.GOMAXPROCS(s.Procs)
		undo = append(undo, func() { restoreProcs(old) })
	}
	return func() {
		for _, f := range undo {
			f()
		}
	}
}

func restoreProcs(old int) {
	if os.Getenv("GOMAXPROCS") == "" {
		runtime.SetDefaultGOMAXPROCS()
	}
	if runtime.GOMAXPROCS(0) != old {
		runtime.GOMAXPROCS(old)
	}
}
