// want: fatal "concurrent map"
//
// The whiteboard's LRU has no lock: two goroutines that use it destroy its map.
package main

import (
	"container/list"
	"sync"
)

func main() {
	entries, order := map[int]*list.Element{}, list.New()
	var mu sync.Mutex // guards the list only, as if a map could look after itself
	put := func(k int) {
		mu.Lock()
		element := order.PushFront(k)
		mu.Unlock()
		entries[k] = element
	}
	var users sync.WaitGroup
	for range 8 {
		users.Go(func() {
			for k := range 1_000_000 {
				put(k % 1000)
			}
		})
	}
	users.Wait()
}
