package weakmap

import (
	"iter"
	"weak"
)

// Map maps keys to values that it does not keep alive: when nothing else holds a
// value, its entry is gone from the next collection on. It is Python's WeakValueDictionary.
//
// The zero value is an empty map. It may be used by several goroutines at once and
// must not be copied after the first call. A key that is not equal to itself,
// such as NaN, is never found, and its entry never goes.
//
// What is left of a dead entry, its key and two words, is swept away once per
// collection, by a cleanup of the runtime and not by a goroutine of the map's. A hit
// costs what a map of weak pointers under a [sync.RWMutex] costs.
//
// A value that is looked at while a collection runs, by Load or by such a sweep, is
// saved for this one and goes with a later one.
//
// A Map is no cache: what only the map knows is forgotten at each collection.
// Where comparable values are all there is, [unique.Make] is simpler.
type Map[K comparable, V any] struct {
	t table[K, weak.Pointer[V], *V]
}

// Load returns the value of key, or nil when there is none or it was collected.
// As long as the caller holds the result, the entry stays. It allocates nothing.
func (m *Map[K, V]) Load(key K) *V {
	m.t.mu.RLock()
	p := m.t.entries[key]
	m.t.mu.RUnlock()
	return p.Value()
}

// LoadOrCreate returns the value of key, which it makes by create when there is
// none. Of several callers at once one creates, and the others wait for its
// result or its error, which is not kept. A nil value is returned but not stored.
// When another value was stored in the meantime, that one is the result.
//
// When create panics or calls [runtime.Goexit], so does its own caller alone, and
// one of those who wait calls its create. A create that asks for its own key
// waits for ever.
//
// Besides create itself a miss allocates the weak pointer, 8 or 16 bytes, and a
// channel when others wait.
func (m *Map[K, V]) LoadOrCreate(key K, create func() (*V, error)) (*V, error) {
	if v := m.Load(key); v != nil {
		return v, nil
	}
	load := func(p weak.Pointer[V]) (*V, bool) {
		v := p.Value()
		return v, v != nil
	}
	return m.t.create(key, load, create, func(v *V) {
		if v != nil {
			m.set(key, v)
		}
	})
}

// Store makes value the value of key; nil deletes the key.
func (m *Map[K, V]) Store(key K, value *V) {
	m.t.mu.Lock()
	defer m.t.mu.Unlock()
	if value == nil {
		delete(m.t.entries, key)
		return
	}
	m.set(key, value)
}

// set stores value, while mu is locked, and sees to it that somebody sweeps.
func (m *Map[K, V]) set(key K, value *V) {
	if m.t.put(key, weak.Make(value)) {
		afterNextCollection(m, func(m *Map[K, V]) bool { return m.t.sweepAwaited(deadValue) })
	}
}

// Delete removes key.
func (m *Map[K, V]) Delete(key K) { m.t.remove(key) }

// Len returns the number of values that are alive. It looks at each.
func (m *Map[K, V]) Len() int { return m.t.alive(deadValue) }

// All ranges over the values that were alive when the loop began and still are,
// in no order. The body may use the map. It copies the entries first.
func (m *Map[K, V]) All() iter.Seq2[K, *V] {
	return func(yield func(K, *V) bool) {
		for _, e := range m.t.snapshot() {
			if v := e.value.Value(); v != nil && !yield(e.key, v) {
				return
			}
		}
	}
}

// Sweep removes what is left of dead entries, as happens by itself once per
// collection, and returns the number of entries that remain.
func (m *Map[K, V]) Sweep() int { return m.t.sweep(deadValue) }

func deadValue[K comparable, V any](_ K, p weak.Pointer[V]) bool { return p.Value() == nil }
