// want: race
// Check, then set, without a lock: two goroutines both find nil.
package main

import (
	"fmt"
	"sync"
)

type config struct{ name string }

var instance *config

func get() *config {
	if instance == nil {
		instance = &config{name: "the only one?"}
	}
	return instance
}

func main() {
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() { _ = get() })
	}
	group.Wait()
	fmt.Println(get().name)
}
