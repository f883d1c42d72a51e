// Package concurrency compares goroutines, channels and worker pools, and runs
// bounded, ordered, joined work that keeps the promises of a sequential loop.
//
// # Questions
//
// Each is an Example below: the question, the answer, and the code that proves it.
//   - models (junior): Threads, processes, asyncio: what is Go's one answer, and when is each pool right?
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
