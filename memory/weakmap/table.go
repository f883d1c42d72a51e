package weakmap

import (
	"runtime"
	"sync"
	"weak"
)

// A table is a map of entries that may die, and the creations under way: E is what
// is kept, R what a creation makes.
type table[K comparable, E, R any] struct {
	mu       sync.RWMutex // guards all that follows
	entries  map[K]E
	awaited  bool // a sweep will come after the next collection
	creating map[K]*creation[R]
	spare    *creation[R] // one that nobody waited for
}

type entry[K comparable, E any] struct {
	key   K
	value E
}

// put stores an entry while mu is locked, and reports whether the caller must
// arrange for a sweep.
func (t *table[K, E, R]) put(key K, e E) (arrange bool) {
	if t.entries == nil {
		t.entries = make(map[K]E)
	}
	t.entries[key] = e
	arrange = !t.awaited
	t.awaited = true
	return arrange
}

func (t *table[K, E, R]) remove(key K) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.entries, key)
}

func (t *table[K, E, R]) alive(dead func(K, E) bool) int {
	t.mu.RLock()
	defer t.mu.RUnlock()
	n := 0
	for k, e := range t.entries {
		if !dead(k, e) {
			n++
		}
	}
	return n
}

func (t *table[K, E, R]) snapshot() []entry[K, E] {
	t.mu.RLock()
	defer t.mu.RUnlock()
	all := make([]entry[K, E], 0, len(t.entries))
	for k, e := range t.entries {
		all = append(all, entry[K, E]{k, e})
	}
	return all
}

// sweep removes dead entries and returns how many remain. Readers go on while it
// looks for them. It looks once more before it removes one, for the key may have
// been stored again.
func (t *table[K, E, R]) sweep(dead func(K, E) bool) int {
	keys := t.dead(dead)
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.drop(keys, dead)
}

// sweepAwaited is the sweep after a collection. It reports whether there is to be
// another; when the table is empty, the next put arranges for that.
func (t *table[K, E, R]) sweepAwaited(dead func(K, E) bool) (again bool) {
	keys := t.dead(dead)
	t.mu.Lock()
	defer t.mu.Unlock()
	t.awaited = t.drop(keys, dead) > 0
	return t.awaited
}

func (t *table[K, E, R]) dead(dead func(K, E) bool) (keys []K) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	for k, e := range t.entries {
		if dead(k, e) {
			keys = append(keys, k)
		}
	}
	return keys
}

// drop removes those of keys that are dead, while mu is locked.
func (t *table[K, E, R]) drop(keys []K, dead func(K, E) bool) (remain int) {
	for _, k := range keys {
		if e, ok := t.entries[k]; ok && dead(k, e) {
			delete(t.entries, k)
		}
	}
	if len(t.entries) == 0 {
		t.entries = nil // a map never shrinks
	}
	return len(t.entries)
}

// afterNextCollection has f called with owner after the next collection, and
// after each further one as long as f returns true and owner is alive. An object that
// is garbage from the start tells when a collection has been.
func afterNextCollection[T any](owner *T, f func(*T) (again bool)) {
	type heartbeat struct{ _ [32]byte }
	runtime.AddCleanup(new(heartbeat), func(w weak.Pointer[T]) {
		if o := w.Value(); o != nil && f(o) {
			afterNextCollection(o, f)
		}
	}, weak.Make(owner))
}
