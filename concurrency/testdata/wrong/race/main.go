// want: race
// A counter without a lock: eight goroutines read, add and write it at once.
package main

import (
	"fmt"
	"sync"
)

func main() {
	counter := 0
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 1000 {
				counter++
			}
		})
	}
	wg.Wait()
	fmt.Println(counter)
}
