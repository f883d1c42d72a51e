package memory_test

import (
	"fmt"
	"runtime"
	"sync/atomic"
)

// When does a cleanup run too early?
//
// When the object is used for the last time before its resource is. An object is
// alive until its last use, not until the end of the block: a method that has read
// the descriptor into a local variable no longer needs the object, and the cleanup may close
// the descriptor under it. [runtime.KeepAlive] after the last use of the resource mends it.
//
// Follow-ups:
//   - Does defer x.Close() suffice? Yes: the deferred call uses x, so x lives until then.
//   - Does the receiver of a running method stay alive? Only as long as the method still uses it.
//   - What does KeepAlive do? Nothing at run time; it is a use that the compiler may not remove.
//
// Pitfalls:
//   - It fails only when a collection falls into the gap, so tests pass and production does not.
//   - The cleanup may close a descriptor number that another goroutine has just been given.
//
// Trade-offs: An explicit Close makes the question go away; where a cleanup is needed
// (a handle from C, a mapping), keep the KeepAlive in one small method beside each use.
//
// From Python: A name keeps its object until the function returns or rebinds it, so
// this cannot happen there. In Go a name keeps nothing; only uses do.
//
// Level: senior. Tags: gc, cleanup, liveness. Since: go1.24. See: [runtime.KeepAlive], [runtime.AddCleanup], memory/cleanup.
func Example_cleanuptooearly() {
	type file struct {
		open *atomic.Bool // stands for a descriptor; it is not part of the file
		name string
	}
	closed := make(chan string, 1)
	open := func(name string) *file {
		f := &file{open: new(atomic.Bool), name: name}
		f.open.Store(true)
		runtime.AddCleanup(f, func(fd *atomic.Bool) {
			fd.Store(false)
			closed <- "closed"
		}, f.open)
		return f
	}

	f := open("careless")
	fd := f.open // the last use of f
	runtime.GC() // a collection falls in between
	<-closed
	fmt.Println("careless: usable", fd.Load())

	g := open("careful")
	fd = g.open
	runtime.GC()
	runtime.GC()
	fmt.Println("careful: usable", fd.Load())
	runtime.KeepAlive(g)
	// Output:
	// careless: usable false
	// careful: usable true
}
