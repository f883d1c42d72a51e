// Package leak finds, in tests, what a program forgot to let go: goroutines, objects and memory.
package leak
