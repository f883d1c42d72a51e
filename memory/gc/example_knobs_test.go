package gc_test

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// Which collector knobs exist, and what do they mean in a container?
//
// Two. GOGC says how much the heap may grow, in percent of what is alive, before the next
// collection: memory against time. GOMEMLIMIT is a soft limit on all that the runtime maps: near
// it, collections come sooner. In a container set it to some nine tenths of the memory limit, which
// Go does not read by itself.
//
// Follow-ups:
//   - What happens when the live heap exceeds the limit? The collector runs as often as it may, at half of the time at most, and the limit is exceeded.
//   - Is GOGC=off with a limit a good idea? For one program alone in its container, yes: no collection until memory is used.
//   - How do you set them? By environment variables, or from the program: [gc.Container] reads the limits and suggests, Settings.Apply sets and puts back.
//
// Pitfalls:
//   - A limit close to the live heap makes a program that collects all the time instead of one that is killed: slower to notice.
//   - The limit does not count C memory or mapped files; leave headroom.
//
// Trade-offs: Raise GOGC where memory is plenty and processors are not; the default of 100 is
// right until a profile says that the collector takes more than a few per cent.
//
// From Python: Python's gc.set_threshold counts containers made and not freed, and matters only for cycles. The thresholds
// that the Python original prints have no counterpart: Go looks at bytes, not at counts.
//
// Level: mid. Tags: gc, gogc, gomemlimit, container. Since: go1.19. See: [debug.SetGCPercent], [debug.SetMemoryLimit], memory/gc/cpulimit.
func Example_knobs() {
	percent := debug.SetGCPercent(50)
	fmt.Println("old percent comes back:", debug.SetGCPercent(percent) == 50)
	limit := debug.SetMemoryLimit(1 << 30)
	fmt.Println("old limit comes back:", debug.SetMemoryLimit(limit) == 1<<30)

	// cycles counts the collections while 64 MiB of garbage are made.
	cycles := func() uint64 {
		count := []metrics.Sample{{Name: "/gc/cycles/automatic:gc-cycles"}}
		metrics.Read(count)
		before := count[0].Value.Uint64()
		var garbage []byte
		for range 1024 {
			garbage = make([]byte, 64<<10)
		}
		runtime.KeepAlive(garbage)
		metrics.Read(count)
		return count[0].Value.Uint64() - before
	}
	debug.FreeOSMemory()
	var used runtime.MemStats
	runtime.ReadMemStats(&used)

	defer debug.SetGCPercent(debug.SetGCPercent(-1)) // off: only the limit counts
	unlimited := cycles()
	debug.FreeOSMemory()
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(int64(used.Sys-used.HeapReleased) + 4<<20))
	fmt.Println("more cycles near the limit:", cycles() > unlimited)
	// Output:
	// old percent comes back: true
	// old limit comes back: true
	// more cycles near the limit: true
}
