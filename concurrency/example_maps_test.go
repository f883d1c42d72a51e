package concurrency_test

import (
	"fmt"
	"sync"
)

// May two goroutines use one map?
//
// To read, yes, as long as nobody writes. One writer beside anybody else is an
// error that ends the whole program: the runtime throws, and recover cannot stop
// it. Put the map behind a RWMutex; use sync.Map when keys are written once and read
// often, or when goroutines work on different keys.
//
// Follow-ups:
//   - Why not lock every map inside the language? Most maps are used by one goroutine, and a lock inside cannot join two steps.
//   - Does the runtime always notice? No, it is a check of luck; the race detector finds more.
//   - And replace whole maps? An atomic.Pointer to a map that nobody changes is the fastest to read.
//
// Pitfalls:
//   - Check, then act: Load and Store of sync.Map are two steps; LoadOrStore or CompareAndSwap is one.
//   - Returning the inner map from a method: the lock stays behind.
//
// Trade-offs: A map with a mutex is typed, smaller, and faster when all write; sync.Map wins on many cores that mostly read.
//
// From Python: The GIL keeps a dict whole, so a race shows as a lost update, or as
// "dictionary changed size during iteration"; Go refuses to go on.
//
// Level: mid. Tags: maps, race, mutex. Since: go1.9. See: [sync.Map], [sync.RWMutex], concurrency/race.
func Example_maps() {
	var (
		mu     sync.RWMutex
		guard  = map[int]int{}
		synced sync.Map
		wg     sync.WaitGroup
	)
	for g := range 4 {
		wg.Go(func() {
			for key := range 100 {
				mu.Lock()
				guard[key] += g
				mu.Unlock()

				mu.RLock()
				_ = guard[key]
				mu.RUnlock()

				synced.LoadOrStore(key, key*key) // check and act in one step
			}
		})
	}
	wg.Wait()
	squares := 0
	synced.Range(func(_, square any) bool { squares += square.(int); return true })
	fmt.Println("mutex:", len(guard), "keys, each", guard[7])
	fmt.Println("sync.Map: sum of squares", squares)
	// Output:
	// mutex: 100 keys, each 6
	// sync.Map: sum of squares 328350
}
