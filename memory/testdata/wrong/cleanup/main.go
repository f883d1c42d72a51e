// want: output "finalized: false"
// A finalizer on an object of a cycle: it never runs, and the cycle is never freed.
package main

import (
	"fmt"
	"runtime"
)

type node struct{ other *node }

func cycle(finalized chan bool) {
	a, b := new(node), new(node)
	a.other, b.other = b, a
	runtime.SetFinalizer(a, func(*node) { finalized <- true })
}

func main() {
	finalized := make(chan bool, 1)
	cycle(finalized)

	ran := make(chan bool)
	runtime.SetFinalizer(new(node), func(*node) { ran <- true })
	for range 5 {
		runtime.GC()
	}
	<-ran // finalizers do run
	fmt.Println("finalized:", len(finalized) > 0)
}
