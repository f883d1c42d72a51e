package concurrency

import (
	"github.com/samber/lo/parallel"
)

// loPeer has a goroutine for each item and no bound: the width is not heeded.
func loPeer() peer {
	return peer{
		library:   "github.com/samber/lo",
		unbounded: true,
		mapped: func(items []int, _ int, f func(int) int) []int {
			return parallel.Map(items, func(v, _ int) int { return f(v) })
		},
	}
}
