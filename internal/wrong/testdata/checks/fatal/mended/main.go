// want: fatal "unlock of unlocked mutex"
// It locks first: nothing is wrong.
package main

import "sync"

func main() {
	var mu sync.Mutex
	mu.Lock()
	mu.Unlock()
}
