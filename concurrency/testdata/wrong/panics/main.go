// want: panic "boom"
// The recover stands around the go statement, on another goroutine: it sees nothing.
package main

import (
	"fmt"
	"sync"
)

func main() {
	defer func() { fmt.Println("recovered:", recover()) }()
	var wg sync.WaitGroup
	wg.Go(func() { panic("boom") })
	wg.Wait()
}
