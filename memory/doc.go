// Package memory answers what an interviewer asks about memory: sync.Pool for
// memory that is needed again and again, buffers by need, views without copies, and
// calls that come when an object has gone.
//
// [Pool] is a typed [sync.Pool] that resets what it keeps and drops what is not
// worth keeping. [BufferPool] keeps byte slices of any size and forgets a burst. [Cast] sees
// the same bytes as other numbers. [Finalize] calls a function once, when its
// object was collected or before.
//
// Often something simpler suffices: a variable outside the loop instead of a pool;
// encoding/binary instead of a cast; Close with defer instead of a finalizer.
// Measure first: most allocations cost less than the thought about them.
//
// From Python:
//
//	__del__                   Close and defer; runtime.AddCleanup for the forgotten
//	weakref.finalize          Finalize
//	memoryview(x)[a:b]        x[a:b], a slice
//	memoryview(x).cast("d")   Cast[float64](x)
//	gc.collect()              runtime.GC(), in tests
//	sys.getrefcount(x)        nothing: what is reachable stays
//	sys.intern(s)             unique.Make(s)
//	tracemalloc               runtime/pprof's heap profile
//
// Get and Put of either pool cost some ten nanoseconds and no allocation; Cast
// costs none either. Nothing here keeps a goroutine.
//
// # Questions
//
// Each is an Example below: the question, the answer, and the code that proves it.
//   - pool (junior): When does sync.Pool help, and when not?
//   - cycles (junior): Two objects point at each other. What happens?
//   - cleanup (mid): What replaces `__del__`?
//   - cleanuptooearly (senior): When does a cleanup run too early?
//   - intern (senior): How do you intern values?
//   - escape (mid): Stack or heap: who decides?
//   - append (junior): Why did append change my other slice?
//   - pinnedarray (mid): How does a small slice pin a big array?
//   - view (senior): What is Go's memoryview?
//   - layout (mid): Does field order matter?
//   - zero (junior): nil map, nil slice, zero struct: what works?
//   - refcount (mid): Where is sys.getrefcount, and why is there none?
//   - profile (mid): How do you find what is slow or what allocates?
package memory
