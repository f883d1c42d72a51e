// want: deadlock
// The hook is called with the lock held, and asks the breaker for its state.
package main

import (
	"fmt"
	"sync"
)

type breaker struct {
	mu       sync.Mutex
	open     bool
	onChange func()
}

func (b *breaker) isOpen() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.open
}

func (b *breaker) trip() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.open = true
	b.onChange()
}

func main() {
	b := &breaker{}
	b.onChange = func() { fmt.Println("open:", b.isOpen()) }
	b.trip()
}
