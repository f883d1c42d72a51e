// want: race
// The counter that the closure captures is shared by two goroutines without a lock.
package main

import (
	"fmt"
	"sync"
)

func main() {
	calls := 0
	counted := func(f func(int) int) func(int) int {
		return func(n int) int {
			calls++
			return f(n)
		}
	}
	double := counted(func(n int) int { return 2 * n })
	var group sync.WaitGroup
	for i := range 2 {
		group.Go(func() {
			for range 1000 {
				double(i)
			}
		})
	}
	group.Wait()
	fmt.Println(calls)
}
