package memory

import (
	"runtime"
	"sync/atomic"
)

// Finalizer is a call that is still owed: it runs once, when its object is
// collected or when Run is called, whichever comes first, or never after Stop.
// It is made by [Finalize] and may be used by several goroutines at once.
//
// It is for the forgotten Close, not instead of one: the collector comes when it
// likes, and not at all when the program ends first. It is Python's
// weakref.finalize without its atexit.
type Finalizer struct {
	call    func()
	cleanup runtime.Cleanup
	done    atomic.Bool
}

// Finalize arranges for f(arg) to be called once obj is unreachable. Neither f
// nor arg may lead to obj, or obj stays reachable for ever; Finalize panics when
// arg is obj itself. It does not keep obj alive, nor does the Finalizer.
//
// The collector calls f in a goroutine of the runtime, some time after the
// collection that found obj gone; calls for several objects come in no order. An
// f that takes long should start a goroutine. A panic in f ends the program.
//
// It allocates five times and starts no goroutine.
func Finalize[T, A any](obj *T, f func(A), arg A) *Finalizer {
	if any(arg) == any(obj) {
		panic("memory: finalize: arg is obj, which would never be collected")
	}
	z := &Finalizer{call: func() { f(arg) }}
	z.cleanup = runtime.AddCleanup(obj, func(z *Finalizer) { z.once() }, z)
	return z
}

// Run calls f(arg) now, in the calling goroutine, unless it was called before or
// stopped, and reports whether it did so. It does not wait for a call that is
// under way elsewhere. A panic of f goes on to the caller; f is not called again.
func (z *Finalizer) Run() bool {
	z.cleanup.Stop()
	return z.once()
}

// Stop takes the call back and reports whether it did so: false means that f was
// called before, or that Stop was.
func (z *Finalizer) Stop() bool {
	z.cleanup.Stop()
	return !z.done.Swap(true)
}

func (z *Finalizer) once() bool {
	if z.done.Swap(true) {
		return false
	}
	z.call()
	return true
}
