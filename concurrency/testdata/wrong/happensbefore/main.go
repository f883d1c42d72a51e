// want: race
// A plain flag publishes a value, and a sleep is meant to order the two.
package main

import (
	"fmt"
	"time"
)

func main() {
	name, ready := "", false
	go func() {
		name = "published"
		ready = true
	}()
	time.Sleep(10 * time.Millisecond)
	if ready {
		fmt.Println(name)
	}
}
