package gc_test

import (
	"fmt"
	"runtime"
	"runtime/metrics"
	"strings"
	"unsafe"
)

// Is Go's collector generational or moving?
//
// Neither. It marks and sweeps, concurrently with the program, and an object on the heap stays where it is.
// Short-lived values are mostly on the stack, by escape analysis, so that the case
// that generations are for is rarer. What moves is a stack when it grows, and the pointers into it
// are adjusted.
//
// Follow-ups:
//   - What did Go 1.26 change? The Green Tea collector, now the default, marks whole spans instead of single objects: better for caches, still not moving.
//   - Why not moving? Pointers into objects, C calls and unsafe rely on addresses; and size classes keep fragmentation low.
//   - How long are the pauses? Two short ones per cycle, well below a millisecond as a rule, whatever the heap's size.
//
// Pitfalls:
//   - Holding an address as a uintptr keeps nothing alive, and a stack's addresses do change.
//
// Trade-offs: Without compaction a heap may stay large after a peak; without
// generations each cycle marks all that is alive, so many small live objects cost more than a few large ones.
//
// From Python: CPython's cyclic collector has generations (how many differs by version; the free-threaded
// build has none), so as not to look at everything each time. It does not move objects either, and id is the address.
//
// Level: senior. Tags: gc, generations, metrics. Since: go1.16. See: [runtime/metrics], memory/gc/knobs, memory/escape.
func Example_generations() {
	heap := make(chan *[64]byte, 1)
	heap <- new([64]byte) // what goes through a channel is not on the stack
	object := <-heap
	before := uintptr(unsafe.Pointer(object))
	same := true
	for range 3 {
		runtime.GC()
		same = same && uintptr(unsafe.Pointer(object)) == before
	}
	runtime.KeepAlive(object)
	fmt.Println("the address is unchanged:", same)

	has := func(part string) bool {
		for _, d := range metrics.All() {
			if strings.Contains(d.Name+d.Description, part) {
				return true
			}
		}
		return false
	}
	for _, part := range []string{"gc-cycles", "pauses", "gogc", "generation", "compact"} {
		fmt.Println("metrics speak of", part+":", has(part))
	}
	// Output:
	// the address is unchanged: true
	// metrics speak of gc-cycles: true
	// metrics speak of pauses: true
	// metrics speak of gogc: true
	// metrics speak of generation: false
	// metrics speak of compact: false
}
