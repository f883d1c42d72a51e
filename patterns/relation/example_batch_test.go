package relation_test

import (
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// batcher turns single gets into batches, the whiteboard form: it collects the keys that
// come within a short time and asks for them together.
type batcher[K comparable, V any] struct {
	fetch func([]K) (map[K]V, error)
	wait  time.Duration

	mu   sync.Mutex
	next *pending[K, V]
}

type pending[K comparable, V any] struct {
	keys   map[K]bool
	done   chan struct{}
	values map[K]V
	err    error
}

func (b *batcher[K, V]) get(key K) (v V, err error) {
	b.mu.Lock()
	p := b.next
	if p == nil {
		p = &pending[K, V]{keys: map[K]bool{}, done: make(chan struct{})}
		b.next = p
		time.AfterFunc(b.wait, func() {
			b.mu.Lock()
			b.next = nil // later keys begin another batch
			b.mu.Unlock()
			p.values, p.err = b.fetch(slices.Collect(maps.Keys(p.keys)))
			close(p.done)
		})
	}
	p.keys[key] = true
	b.mu.Unlock()

	<-p.done
	if p.err != nil {
		return v, p.err
	}
	v, ok := p.values[key]
	if !ok {
		return v, fmt.Errorf("no row for key %v", key)
	}
	return v, nil
}

// Batch loads without the caller knowing: how?
//
// A loader between the callers and the database: each asks for one key and blocks; the loader
// collects the keys of all who wait, removes duplicates, asks once, and hands every caller his
// value or his error. Whiteboard loaders close a batch by a timer, so each level of a tree adds that
// wait. Batched, in this package, counts who runs and who waits: a batch goes when nobody is left who could add to it.
//
// Follow-ups:
//   - Where is it used? In GraphQL resolvers, where nobody owns the loop over the parents.
//   - What does Batched add? No timer, exactly one query a level, a key once for all, several loaders, cancellation, and panics and Goexit that never hang.
//   - What about errors? One for each key: a missing row must not fail the ninety-nine others.
//   - May a loader live longer than a request? Better not: its cache would be stale and shared over permissions.
//
// Pitfalls:
//   - Callers one after the other make batches of one: it needs callers at the same time.
//   - A cancelled caller must not cancel the batch of the others.
//
// Trade-offs: It hides the query from the reader and adds a wait; where you own the loop, load by level as in patterns/relation/nplusone.
//
// From Python: Libraries such as aiodataloader and Strawberry's DataLoader collect the keys of one turn of the event loop. Goroutines have no turns, so a
// timer, or counting who waits, takes that place.
//
// Level: senior. Tags: n+1, batching, concurrency. Since: go1.25. See: patterns/relation/nplusone, caching/stampede.
func Example_batch() {
	synctest.Test(new(testing.T), func(*testing.T) {
		batches := 0
		loader := &batcher[int, string]{wait: time.Millisecond, fetch: func(keys []int) (map[int]string, error) {
			batches++
			rows := map[int]string{}
			for _, k := range keys {
				if k != 13 { // a key without a row
					rows[k] = fmt.Sprint("user ", k)
				}
			}
			return rows, nil
		}}
		var callers sync.WaitGroup
		values, errs := make([]string, 100), make([]error, 100)
		for i := range 100 {
			callers.Go(func() { values[i], errs[i] = loader.get(i) })
		}
		callers.Wait()
		fmt.Println("gets 100, batches", batches)
		fmt.Println(values[12], "|", errs[13], "|", values[14], errs[14])
	})
	// Output:
	// gets 100, batches 1
	// user 12 | no row for key 13 | user 14 <nil>
}
