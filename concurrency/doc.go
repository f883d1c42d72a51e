// Package concurrency compares goroutines, channels and worker pools, and runs
// bounded, ordered, joined work that keeps the promises of a sequential loop.
//
// # Questions
//
// Each is an Example below: the question, the answer, and the code that proves it.
//   - models (junior): Threads, processes, asyncio: what is Go's one answer, and when is each pool right?
//   - workerpool (junior): Write a worker pool by hand
//   - race (senior): No GIL: what is no longer safe?
package concurrency
