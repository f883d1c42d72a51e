// want: output "loads for 100 callers: 100"
//
// Each caller that misses loads for itself: check, load, store is no single step.
package main

import (
	"fmt"
	"sync"
	"sync/atomic"
)

func main() {
	var cache sync.Map
	var loads atomic.Int64
	var ready, done sync.WaitGroup
	ready.Add(100)
	for range 100 {
		done.Go(func() {
			if _, ok := cache.Load("hot"); ok {
				ready.Done()
				return
			}
			ready.Done()
			ready.Wait() // the database is slow: all hundred have missed by now
			loads.Add(1)
			cache.Store("hot", "value")
		})
	}
	done.Wait()
	fmt.Println("loads for 100 callers:", loads.Load())
}
