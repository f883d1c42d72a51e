package concurrency_test

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/goconcepts/cookbook/concurrency"
)

// Threads, processes, asyncio: what is Go's one answer?
//
// Goroutines. They cost a few kilobytes, block like threads, and run on all
// cores, so one model serves waiting and computing. Start one for each item when
// items wait and are not too many; use a worker pool as wide as the cores when
// they compute, or as wide as what the other side bears when they wait; use
// channels when the work has stages.
//
// Follow-ups:
//   - When is a worker pool slower than goroutines? When items wait and the pool is narrower than their number.
//   - What does the global lock cost? Nothing while items wait, since it is released; all parallelism while they compute.
//   - What is Go's multiprocessing? None is needed: goroutines share memory and all cores.
//
// Pitfalls:
//   - A goroutine for each of a million items that open a file or a connection: bound them.
//   - Comparing unequal work: every model must do the same items.
//
// Trade-offs: A loop is right while the items cost less than starting a goroutine, about a quarter of a microsecond.
//
// From Python: Threads for I/O, processes for CPU, asyncio for very many waits become one
// model. The Python original compares ten calls with four in its GIL demonstration, so its threads seem faster than they are.
//
// Level: junior. Tags: goroutines, channels, pool, gil. Since: go1.25. See: [concurrency.Compare], concurrency/cpubound, concurrency/bounded.
func Example_models() {
	ten := func() { time.Sleep(10 * time.Millisecond) }
	waits := concurrency.Workload{Name: "waits", Items: 8, Wait: func(context.Context, int) error { ten(); return nil }}
	// In virtual time a core is kept busy by sleeping, and there are enough cores.
	computes := concurrency.Workload{Name: "computes", Items: 8, Compute: func(i int) uint64 { ten(); return uint64(i) }}
	synctest.Test(new(testing.T), func(*testing.T) {
		for _, w := range []concurrency.Workload{waits, computes} {
			r, err := concurrency.Compare(context.Background(), w, &concurrency.Options{Width: 4})
			fmt.Print(r)
			if err != nil {
				fmt.Println(err)
			}
		}
	})
	// Output:
	// waits: 8 items, width 4
	//   sequential           80ms    1.0x
	//   goroutines           10ms    8.0x
	//   channels             20ms    4.0x
	//   worker pool          20ms    4.0x
	//   GIL                  10ms    8.0x
	//   goroutines, GIL: 8.0x sequential
	// computes: 8 items, width 4
	//   sequential           80ms    1.0x
	//   goroutines           10ms    8.0x
	//   channels             20ms    4.0x
	//   worker pool          20ms    4.0x
	//   GIL                  80ms    1.0x
	//   goroutines: 8.0x sequential
}
