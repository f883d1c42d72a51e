// Package concurrency compares goroutines, channels and worker pools, and runs
// bounded, ordered, joined work that keeps the promises of a sequential loop.
package concurrency
