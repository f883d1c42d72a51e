// want: fatal "unlock of unlocked mutex"
// It unlocks what nobody locked.
package main

import "sync"

func main() {
	var mu sync.Mutex
	mu.Unlock()
}
