package weakmap

import (
	"runtime"
	"sync"
	"weak"

	"github.com/goconcepts/cookbook/benchmarks/harness"
	"github.com/goconcepts/cookbook/memory/weakmap"
)

func ours() peer {
	return peer{harness.Ours, func() (func(int) *object, func(int) *object) {
		m := new(weakmap.Map[int, object])
		return m.Load, func(key int) *object {
			v, _ := m.LoadOrCreate(key, func() (*object, error) { return &object{id: key}, nil })
			return v
		}
	}}
}

// handWritten is the map of weak pointers that one writes first: a cleanup for
// each value removes its entry.
func handWritten() peer {
	return peer{harness.HandWritten, func() (func(int) *object, func(int) *object) {
		m := &byHand{entries: map[int]weak.Pointer[object]{}}
		return m.load, m.loadOrCreate
	}}
}

type byHand struct {
	mu      sync.RWMutex
	entries map[int]weak.Pointer[object]
}

func (m *byHand) load(key int) *object {
	m.mu.RLock()
	p := m.entries[key]
	m.mu.RUnlock()
	return p.Value()
}

func (m *byHand) loadOrCreate(key int) *object {
	if v := m.load(key); v != nil {
		return v
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if v := m.entries[key].Value(); v != nil {
		return v
	}
	v := &object{id: key}
	p := weak.Make(v)
	m.entries[key] = p
	runtime.AddCleanup(v, func(key int) {
		m.mu.Lock()
		defer m.mu.Unlock()
		if m.entries[key] == p {
			delete(m.entries, key)
		}
	}, key)
	return v
}
