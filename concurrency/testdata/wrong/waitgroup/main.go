// want: vet "WaitGroup.Add called from inside new goroutine"
// Add runs in the goroutine: Wait may see zero and return before any work.
package main

import (
	"fmt"
	"sync"
)

func main() {
	var wg sync.WaitGroup
	results := make(chan int, 10)
	for i := range 10 {
		go func() {
			wg.Add(1)
			defer wg.Done()
			results <- i
		}()
	}
	wg.Wait()
	fmt.Println(len(results))
}
