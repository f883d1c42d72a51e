package concurrency_test

import (
	"fmt"
	"sync"
	"sync/atomic"
)

// Mutex, channel or atomic?
//
// An atomic for one word that stands alone: it is the cheapest. A mutex when
// several fields must change together: still cheap, and plain to read. A channel
// when a value changes hands or one goroutine owns the state: it costs the most
// for a counter and gives ordering and waiting in return.
//
// Follow-ups:
//   - What is the price? BenchmarkCounters measures it: on one core a few nanoseconds for atomic, a little more for mutex, tens for a channel.
//   - When is RWMutex faster than Mutex? When reads are long and many; for a few instructions it is slower.
//   - What when all cores add at once? Count in each goroutine and add once at the end.
//
// Pitfalls:
//   - Two atomics do not make one atomic change of both.
//   - Copying a struct that holds a Mutex copies its state; go vet says so.
//
// Trade-offs: Share memory by communicating where ownership is the point; a lock where state is.
//
// From Python: Python's threading.Lock and queue.Queue have the same roles; there is no atomic
// integer in the standard library, and itertools.count as a counter relies on the GIL.
//
// Level: mid. Tags: mutex, atomic, channels. Since: go1.19. See: [atomic.Int64], [sync.Mutex], concurrency/race.
func Example_counters() {
	const goroutines, each = 4, 250
	var (
		word   atomic.Int64
		mu     sync.Mutex
		locked int
		adds   = make(chan int)
		owned  = make(chan int)
		wg     sync.WaitGroup
	)
	go func() { // the owner: no lock, since nobody else touches total
		total := 0
		for n := range adds {
			total += n
		}
		owned <- total
	}()
	for range goroutines {
		wg.Go(func() {
			for range each {
				word.Add(1)
				mu.Lock()
				locked++
				mu.Unlock()
				adds <- 1
			}
		})
	}
	wg.Wait()
	close(adds)
	fmt.Println("atomic", word.Load(), "mutex", locked, "channel", <-owned)
	// Output: atomic 1000 mutex 1000 channel 1000
}
