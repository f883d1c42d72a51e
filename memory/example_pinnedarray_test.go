package memory_test

import (
	"bytes"
	"fmt"
	"runtime"
)

// How does a small slice pin a big array?
//
// The collector frees whole allocations. A slice of sixteen bytes points into the
// array it was cut from, and the whole array stays as long as the slice does. The
// same goes for a substring and for a pointer to one field or element. Copy the part that you keep:
// [bytes.Clone], [slices.Clone], [strings.Clone].
//
// Follow-ups:
//   - Where does it bite? A parser that keeps a few tokens of each large input, a cache of headers cut from whole bodies.
//   - How do you find it? The heap profile shows the place that allocated the big array, not the one that keeps it.
//   - Does deleting from a slice of pointers free them? slices.Delete clears the tail; reslicing by hand does not.
//
// Pitfalls:
//   - The results of strings.Split and of regexp's Find methods all point into the input.
//   - Cloning everything is no cure: it doubles the work where the input was to be kept anyway.
//
// Trade-offs: Share while the data is worked on, clone at the place where it is kept
// longer than its source.
//
// From Python: Slices of bytes and str are copies, so nothing is pinned; a memoryview pins
// its exporter in just this way, until release.
//
// Level: mid. Tags: slice, gc, leak. Since: go1.24. See: [bytes.Clone], [slices.Clone], memory/append, memory/leak/heap.
func Example_pinnedarray() {
	freed := make(chan string, 1)
	read := func() []byte {
		body := make([]byte, 1<<20)
		copy(body, "HTTP/1.1 200 OK\r\n")
		runtime.AddCleanup(&body[0], func(s string) { freed <- s }, "freed")
		return body
	}
	status := read()[:15]
	for range 3 {
		runtime.GC()
	}
	fmt.Println("with a slice of it: freed", len(freed) > 0)

	status = bytes.Clone(status)
	runtime.GC()
	fmt.Println("after Clone:", <-freed)
	fmt.Printf("%s\n", status)
	// Output:
	// with a slice of it: freed false
	// after Clone: freed
	// HTTP/1.1 200 OK
}
