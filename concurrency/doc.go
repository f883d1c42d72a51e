// Package concurrency has goroutines, channels and worker pools compared, and
// runs bounded, ordered, joined work that keeps the promises of a sequential loop.
//
// [Compare] runs one workload as a loop, as goroutines, as a pipeline of channels, on
// a worker pool and under a global lock, and says which won and by what.
//
// The rest is for use. [Map], [MapErr], [Each] and [EachErr] run a function over a
// slice, [Gather], [GatherAll] and [First] run some functions at once, [Stream] and
// [StreamUnordered] run over a sequence of unknown length, [Run] is a scope that owns
// its goroutines, and [Pool] bounds the work of many callers together. All of
// them join what they start, and what happened there is not lost:
//   - a panic is raised again where the work is joined, a [*PanicError] with the stack and the index;
//   - [runtime.Goexit] is [ErrGoexit], and never looks like success;
//   - an error is an [*ItemError] that says which item, and never the mere echo of a
//     cancellation that another item caused; the cause of a context is kept;
//   - with a context that has ended already nothing runs.
//
// # When something simpler suffices
//
// For functions that cannot fail, [sync.WaitGroup] and its method Go. For a few
// that can, golang.org/x/sync/errgroup, whose limit is a bound too. For a bound on a section of
// code, a buffered channel, or golang.org/x/sync/semaphore when the costs differ. For items of
// some nanoseconds, a loop.
//
// # From Python
//
//	threading.Thread, join               go and sync.WaitGroup
//	ThreadPoolExecutor.map               Map, MapErr
//	multiprocessing.Pool.map             Map: goroutines use all cores
//	Executor.submit, Future.result       Run and Go; Pool.Submit, Pool.Group
//	asyncio.gather                       Gather
//	gather(return_exceptions=True)       GatherAll
//	asyncio.TaskGroup                    Run
//	wait(FIRST_COMPLETED), first success First
//	asyncio.as_completed                 StreamUnordered
//	queue.Queue                          a channel
//	asyncio.Semaphore                    a buffered channel, x/sync/semaphore
//	the GIL                              nothing: guard what you share
//
// # From errgroup
//
//	g.SetLimit(n); for ...: g.Go(f)      MapErr or EachErr with Options.Width
//	g, ctx := errgroup.WithContext(ctx)  Run, whose Scope has the context
//	results written to a slice by index  the slice that MapErr or Gather returns
//	g.Wait()                             the call returns when all have ended
//	the first error in time              MapErr: the first by index; FailFast: the first in time
//	a panic ends the program             it is raised again where the work is joined
//
// # Costs
//
// An item of Map costs one uncontended compare-and-swap and no allocation; a call
// costs a goroutine for each worker. Items are claimed in blocks from one cursor
// and stolen from the blocks of others, so that none waits while a worker is free. A
// stream keeps 2*Width+2 items at most unless told otherwise.
//
// # Questions
//
// Each is an Example below: the question, the answer, and the code that proves it.
//   - models (junior): Threads, processes, asyncio: what is Go's one answer?
//   - workerpool (junior): Write a worker pool by hand
//   - gather (junior): What is asyncio.gather in Go?
//   - errors (mid): First error or every error?
//   - bounded (mid): How do you bound parallelism?
//   - cpubound (mid): CPU-bound work on all cores: where is the GIL?
//   - race (senior): No GIL: what is no longer safe?
//   - counters (mid): Mutex, channel or atomic?
//   - cancel (mid): How does cancellation travel?
//   - timeouts (mid): Timeout, deadline, AfterFunc: what happens in which order?
//   - channels (junior): Send, receive, close on nil, open and closed channels?
//   - closing (mid): Who closes a channel?
//   - pipeline (mid): How do you stop a pipeline early without leaks?
//   - virtualtime (senior): How do you test an hour of behaviour in a millisecond?
//   - once (mid): Once, OnceFunc, OnceValue: what about panics and errors?
//   - waitgroup (mid): What is wrong with Add inside the goroutine?
//   - happensbefore (senior): What does happens-before guarantee?
//   - loopvar (mid): Why did the loop print 3 3 3?
//   - semaphore (senior): What is a fair weighted semaphore?
//   - panics (senior): A goroutine panics: who sees it?
//   - stream (mid): Iterate results as they complete, or in order?
//   - errgroup (junior): When is errgroup enough?
//   - select (junior): What does select choose?
//   - scheduler (senior): Goroutine, thread, processor: how does Go schedule, and what pre-empts a loop?
//   - maps (mid): May two goroutines use one map?
//   - contextvalues (mid): What belongs in a context value?
//   - assembly (senior): dis.dis shows bytecode: what does Go show?
//   - benchmark (mid): timeit in Go: how do you measure without fooling yourself?
package concurrency
