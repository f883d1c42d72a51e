package memory_test

import (
	"bytes"
	"fmt"
	"runtime"
	"sync"
	"testing"

	"github.com/goconcepts/cookbook/memory"
)

// When does sync.Pool help, and when not?
//
// It helps where many goroutines need a scratch object for a moment, again and
// again: a hit allocates nothing. It is no cache: two collections empty it. It does
// not help for objects of very different sizes, for cheap ones, or for anything that
// must be closed.
//
// Follow-ups:
//   - Why two collections? What one collection finds unused rests in a victim cache until the next, so that a steady load keeps its objects.
//   - Why put a pointer and not a slice? A slice in an interface allocates its header at each Put.
//   - Who resets the object? You do; [memory.Pool] does it in Put, and drops what is not worth keeping.
//
// Pitfalls:
//   - One request grows a buffer to megabytes, it goes back, and the pool holds megabytes per processor: bound what you put.
//   - Using an object after Put is a data race with its next user, and so is a sub-slice of it that you returned.
//
// Trade-offs: Measure first. A variable outside the loop, or a buffer on the stack, beats
// a pool; a full channel of objects is right where their number must be bounded.
//
// From Python: Small objects come from free lists inside the interpreter and nobody pools
// them by hand. In Go the price of an allocation is paid by the collector later, and
// a pool takes objects out of its work.
//
// Level: junior. Tags: pool, allocation, gc. Since: go1.3. See: [sync.Pool], [memory.Pool], [memory.BufferPool], memory/escape.
func Example_pool() {
	news := 0
	one := bytes.NewBuffer(make([]byte, 0, 64)) // New allocates nothing either: it has one object
	pool := sync.Pool{New: func() any { news++; return one }}
	allocs := testing.AllocsPerRun(100, func() {
		b := pool.Get().(*bytes.Buffer)
		b.Reset()
		b.WriteString("hello")
		pool.Put(b)
	})
	fmt.Println("allocations on reuse:", allocs)

	runtime.GC() // what is unused moves aside,
	runtime.GC() // and is dropped
	news = 0
	pool.Get()
	fmt.Println("empty after two collections:", news == 1)

	bounded := memory.NewPool(memory.PoolConfig[bytes.Buffer]{Reset: func(b *bytes.Buffer) bool {
		b.Reset()
		return b.Cap() <= 64<<10
	}})
	huge := bounded.Get()
	huge.Grow(1 << 20)
	bounded.Put(huge)
	fmt.Println("a huge buffer is kept:", bounded.Get() == huge)
	// Output:
	// allocations on reuse: 0
	// empty after two collections: true
	// a huge buffer is kept: false
}
