package shortener_test

import (
	"fmt"
	"maps"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// tally counts in memory and writes sums.
type tally struct {
	write func(map[string]int)

	mu      sync.Mutex
	counts  map[string]int
	pending *time.Timer
}

func (t *tally) hit(code string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.counts[code]++
	if t.pending == nil { // no goroutine while nobody hits
		t.pending = time.AfterFunc(100*time.Millisecond, t.flush)
	}
}

// flush is also the last step of a shutdown.
func (t *tally) flush() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.pending != nil {
		t.pending.Stop()
		t.pending = nil
	}
	if len(t.counts) > 0 {
		t.write(maps.Clone(t.counts))
		clear(t.counts)
	}
}

// Count hits without losing any: how?
//
// Under a lock or with atomics in memory, and written as sums: one statement each tenth of a second, not one
// UPDATE for each redirect. The last sum is written at shutdown, after the server has answered its
// last request. What a kill -9 loses is then bounded and known: a tenth of a second of hits.
//
// Follow-ups:
//   - What if the write fails? Count the batch again and try with the next one; nothing is dropped, the memory is bounded by the number of links hit.
//   - And if not one hit may be lost? Append each to a log first, a file or a queue, and add it up from there.
//   - How do several replicas count? Each adds its own sums: addition commutes. They lock the rows in one order, or they deadlock.
//   - And if only the answer to a write is lost? Written again it counts twice: number the batches, and let the store keep each writer's last number, as shortener.Batch does.
//
// Pitfalls:
//   - SET hits = 5 from a value read before loses the others' hits; SET hits = hits + 5 does not.
//   - Caching the link with its hit count and counting in the cached copy: the copy is evicted and the hits with it.
//
// Trade-offs: Exact and slow, one write for each hit, or fast with a bounded loss; for statistics nobody needs the first.
//
// From Python: The Python original adds to cached.access_count, on the object that repository and cache share; with a real database behind it those hits
// are never written, and += from several threads loses some.
//
// Level: mid. Tags: counters, batching, shutdown. Since: go1.25. See: concurrency/counters, patterns/shortener/shutdown.
func Example_hits() {
	synctest.Test(new(testing.T), func(*testing.T) {
		stored, writes := map[string]int{}, 0
		t := &tally{counts: map[string]int{}, write: func(sums map[string]int) {
			writes++
			for code, n := range sums {
				stored[code] += n
			}
		}}
		var visitors sync.WaitGroup
		for range 1000 {
			visitors.Go(func() { t.hit("go") })
		}
		visitors.Wait()
		report := func(when string) {
			t.mu.Lock()
			defer t.mu.Unlock()
			fmt.Println(when, "stored", stored["go"], "in", writes, "writes")
		}
		report("at once:       ")
		time.Sleep(100 * time.Millisecond)
		synctest.Wait()
		report("a moment later:")
		t.hit("go")
		t.flush()
		report("after shutdown:")
	})
	// Output:
	// at once:        stored 0 in 0 writes
	// a moment later: stored 1000 in 1 writes
	// after shutdown: stored 1001 in 2 writes
}
