package weakmap

import (
	"iter"
	"sync"
	"weak"
)

// Map maps keys to values that it does not keep alive.
type Map[K comparable, V any] struct {
	mu      sync.RWMutex
	entries map[K]weak.Pointer[V]
}

// Load returns the value of key, or nil when there is none or it was collected.
func (m *Map[K, V]) Load(key K) *V {
	m.mu.RLock()
	p := m.entries[key]
	m.mu.RUnlock()
	return p.Value()
}

// Store makes value the value of key; nil deletes the key.
func (m *Map[K, V]) Store(key K, value *V) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.entries == nil {
		m.entries = make(map[K]weak.Pointer[V])
	}
	m.entries[key] = weak.Make(value)
}

// Delete removes key.
func (m *Map[K, V]) Delete(key K) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.entries, key)
}

// Len returns the number of values that are alive.
func (m *Map[K, V]) Len() int {
	n := 0
	for range m.All() {
		n++
	}
	return n
}

// All ranges over the values that are alive.
func (m *Map[K, V]) All() iter.Seq2[K, *V] {
	return func(yield func(K, *V) bool) {
		m.mu.RLock()
		defer m.mu.RUnlock()
		for k, p := range m.entries {
			if v := p.Value(); v != nil && !yield(k, v) {
				return
			}
		}
	}
}
