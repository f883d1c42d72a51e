package concurrency_test

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
)

// Goroutine, thread, processor: how does Go schedule, and what pre-empts a loop?
//
// A goroutine (G) runs on a thread (M) that holds a processor (P); there are
// GOMAXPROCS processors, each with a queue of its own, and an idle one steals half of another's. A goroutine
// that waits leaves its thread to others. One that computes for ten milliseconds is
// pre-empted: since Go 1.14 by a signal, even in a loop without calls.
//
// Follow-ups:
//   - What happens in a blocking system call? The thread keeps the goroutine; its processor goes to another thread.
//   - And on the network? The goroutine parks, and the poller wakes it; no thread waits.
//   - Who pre-empts? A monitor thread without a processor, and the collector when it must stop the world.
//
// Pitfalls:
//   - Spinning on an atomic instead of waiting: it burns its time slices.
//   - LockOSThread ties the thread: only for libraries that need it.
//
// Trade-offs: GOMAXPROCS is right by default; lower it to leave cores to others, not to make code safe.
//
// From Python: The GIL is handed over every five milliseconds, so threads take turns
// on one core; goroutines take turns on all cores. An asyncio task that computes stops all others.
//
// Level: senior. Tags: scheduler, preemption, gomaxprocs. Since: go1.14. Needs: clock. See: [runtime.GOMAXPROCS], concurrency/cpubound.
func Example_scheduler() {
	before := runtime.GOMAXPROCS(2)
	defer runtime.GOMAXPROCS(before)
	var spinning, stop atomic.Bool
	var wg sync.WaitGroup
	wg.Go(func() {
		spinning.Store(true)
		for !stop.Load() { // no call, no wait: nothing here yields
		}
	})
	for !spinning.Load() {
		runtime.Gosched()
	}
	// The collector and a change of GOMAXPROCS must stop every goroutine. Both
	// return although one of them never yields: it was pre-empted.
	runtime.GC()
	runtime.GOMAXPROCS(1)
	fmt.Println("pre-empted while busy:", !stop.Load())
	stop.Store(true)
	wg.Wait()
	fmt.Println("processors:", runtime.GOMAXPROCS(0))

	// Many goroutines share one processor; the order is not promised, the end is.
	var ran atomic.Int64
	for range 1000 {
		wg.Go(func() { ran.Add(1) })
	}
	wg.Wait()
	fmt.Println("ran:", ran.Load())
	// Output:
	// pre-empted while busy: true
	// processors: 1
	// ran: 1000
}
