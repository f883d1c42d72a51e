package weakmap

import (
	"iter"
	"runtime"
	"weak"
)

// Keyed attaches values to objects that it does not keep alive: when nothing else
// holds the object, its value goes too. It is Python's WeakKeyDictionary, and what
// a memoised method needs: the results for an object end with the object.
//
// Objects are told apart by address, not by what is in them. A value must not
// lead to its own object, or both stay for ever, as long as the Keyed does.
//
// The zero value is empty. It may be used by several goroutines at once and must
// not be copied after the first call. Dead entries are swept as a [Map]'s are.
// Where the object's type is yours, a field in it is simpler.
type Keyed[K, V any] struct {
	t table[weak.Pointer[K], V, V]
}

// Load returns the value of object, and whether there is one. It allocates
// nothing when there is.
func (m *Keyed[K, V]) Load(object *K) (V, bool) {
	key := weak.Make(object)
	m.t.mu.RLock()
	v, ok := m.t.entries[key]
	m.t.mu.RUnlock()
	return v, ok && object != nil
}

// LoadOrCreate returns the value of object, which it makes by create when there is
// none. Of several callers at once one creates, and the others wait for its
// result or its error, which is not kept; panics are as in [Map.LoadOrCreate]. It panics when object is nil.
func (m *Keyed[K, V]) LoadOrCreate(object *K, create func() (V, error)) (V, error) {
	mustHave(object)
	defer runtime.KeepAlive(object)
	if v, ok := m.Load(object); ok {
		return v, nil
	}
	load := func(v V) (V, bool) { return v, true }
	return m.t.create(weak.Make(object), load, create, func(v V) { m.set(object, v) })
}

// Store makes value the value of object. It panics when object is nil.
func (m *Keyed[K, V]) Store(object *K, value V) {
	mustHave(object)
	m.t.mu.Lock()
	defer m.t.mu.Unlock()
	m.set(object, value)
}

func (m *Keyed[K, V]) set(object *K, value V) {
	if m.t.put(weak.Make(object), value) {
		afterNextCollection(m, func(m *Keyed[K, V]) bool { return m.t.sweepAwaited(deadKey) })
	}
}

// Delete removes the value of object.
func (m *Keyed[K, V]) Delete(object *K) { m.t.remove(weak.Make(object)) }

// Len returns the number of objects that are alive and have a value. It looks at each.
func (m *Keyed[K, V]) Len() int { return m.t.alive(deadKey) }

// All ranges over the objects that were alive when the loop began and still are,
// in no order. The body may use the Keyed. It copies the entries first.
func (m *Keyed[K, V]) All() iter.Seq2[*K, V] {
	return func(yield func(*K, V) bool) {
		for _, e := range m.t.snapshot() {
			if k := e.key.Value(); k != nil && !yield(k, e.value) {
				return
			}
		}
	}
}

// Sweep removes the values of dead objects, as happens by itself once per
// collection, and returns the number of entries that remain.
func (m *Keyed[K, V]) Sweep() int { return m.t.sweep(deadKey) }

func deadKey[K, V any](p weak.Pointer[K], _ V) bool { return p.Value() == nil }

func mustHave[K any](object *K) {
	if object == nil {
		panic("weakmap: keyed: the object is nil")
	}
}
