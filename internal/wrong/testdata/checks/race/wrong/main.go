// want: race
// Two goroutines count without a lock.
package main

import "sync"

func main() {
	n := 0
	var all sync.WaitGroup
	for range 2 {
		all.Go(func() {
			for range 1000 {
				n++
			}
		})
	}
	all.Wait()
	println(n)
}
