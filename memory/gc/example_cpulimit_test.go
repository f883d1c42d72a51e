package gc_test

import (
	"fmt"
	"os"
	"runtime"

	"github.com/goconcepts/cookbook/memory/gc"
)

// What does `cpu: 500m` do to a Go program?
//
// It does not slow it down evenly: the kernel gives it 50 of each 100 milliseconds of
// processor time and then stops all its threads until the next period. Since 1.25 the runtime
// reads the limit and sets GOMAXPROCS to it, rounded up, but to 2 at least where there
// are two processors; so half a processor still means two threads.
//
// Follow-ups:
//   - What was wrong before 1.25? GOMAXPROCS was the machine's: 64 threads, and a collection used up the period's time at once.
//   - Does the runtime follow a change? Yes, it looks again from time to time, unless GOMAXPROCS was set by the variable or a call.
//   - And `requests: cpu`? A weight among neighbours, and no limit; the runtime ignores it.
//
// Pitfalls:
//   - Throttling shows as latency, not as load: look at nr_throttled in cpu.stat.
//   - runtime.NumCPU still says what the machine has.
//
// Trade-offs: Whole processors, or no CPU limit but a request, keep latency even; below one processor,
// GOMAXPROCS=1 avoids two threads that spend the quota in half of the time.
//
// From Python: Python's os.cpu_count ignores the limit, so pools sized by it are too large;
// with the GIL one interpreter hardly notices, since one thread runs at a time; the free-threaded build does.
//
// Level: mid. Tags: gomaxprocs, container, cgroup. Since: go1.25. See: [runtime.SetDefaultGOMAXPROCS], [gc.Container], memory/gc/knobs.
func Example_cpulimit() {
	own := runtime.GOMAXPROCS(0)
	runtime.SetDefaultGOMAXPROCS() // what the runtime chooses, whatever the variable says
	chosen := runtime.GOMAXPROCS(0)
	limits, err := gc.Container(os.DirFS("/"))
	fmt.Println("readable:", err == nil)
	fmt.Println("all processors, or a limit below:", chosen == runtime.NumCPU() || limits.CPU > 0)

	restore := gc.Settings{Procs: 1}.Apply()
	fmt.Println("lower:", runtime.GOMAXPROCS(0))
	restore()
	fmt.Println("taken back:", runtime.GOMAXPROCS(0) == chosen)
	fmt.Println("500m suggests:", gc.Limits{CPU: 0.5}.Suggest(0).Procs)
	runtime.GOMAXPROCS(own)
	// Output:
	// readable: true
	// all processors, or a limit below: true
	// lower: 1
	// taken back: true
	// 500m suggests: 1
}
