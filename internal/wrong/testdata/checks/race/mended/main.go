// want: race
// Two goroutines count with an atomic: nothing is wrong.
package main

import (
	"sync"
	"sync/atomic"
)

func main() {
	var n atomic.Int64
	var all sync.WaitGroup
	for range 2 {
		all.Go(func() { n.Add(1) })
	}
	all.Wait()
	println(n.Load())
}
