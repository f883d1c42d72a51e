package concurrency_test

import (
	"fmt"
	"sync"
	"sync/atomic"
)

// No GIL: what is no longer safe?
//
// Anything that two goroutines touch at once while one of them writes: n++ loses
// counts, a map dies, a slice or interface may be seen half written. Guard it
// with a mutex, make it atomic, or let one goroutine own it. The race detector,
// go test -race, names both places of every race that happens.
//
// Follow-ups:
//   - Does the detector find every race? Only those that the run reaches; it never reports a false one.
//   - Is a race harmless when the value fits a word? No: the compiler may assume that there is none.
//   - What does it cost? About five to ten times the memory and two to twenty times the time.
//
// Pitfalls:
//   - A lock for the writers only: readers race with them.
//   - An atomic load and an atomic store instead of one Add: the counts between are lost.
//
// Trade-offs: Atomics for one word, a mutex when two fields must agree, a channel when ownership moves.
//
// From Python: The GIL never made n += 1 safe either, since it is several bytecodes, yet
// it keeps dicts and lists whole. In Go nothing is kept whole for you.
//
// Level: senior. Tags: race, mutex, atomic, gil. Since: go1.19. See: [atomic.Int64], concurrency/counters, concurrency/happensbefore.
func Example_race() {
	const goroutines, each = 8, 1000
	var (
		mu     sync.Mutex
		locked int
		word   atomic.Int64
		wg     sync.WaitGroup
	)
	for range goroutines {
		wg.Go(func() {
			for range each {
				mu.Lock()
				locked++
				mu.Unlock()
				word.Add(1)
			}
		})
	}
	wg.Wait()
	fmt.Printf("mutex %d, atomic %d\n", locked, word.Load())
	// Output: mutex 8000, atomic 8000
}
