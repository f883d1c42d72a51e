package weakmap_test

import (
	"runtime"
	"sync"
	"testing"
	"weak"

	"github.com/goconcepts/cookbook/memory/weakmap"
)

// cleaned is the textbook's weak map: a cleanup for each entry removes it.
type cleaned struct {
	mu      sync.RWMutex
	entries map[int]weak.Pointer[object]
}

func (m *cleaned) load(key int) *object {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.entries[key].Value()
}

func (m *cleaned) store(key int, v *object) {
	p := weak.Make(v)
	m.mu.Lock()
	m.entries[key] = p
	m.mu.Unlock()
	runtime.AddCleanup(v, func(key int) {
		m.mu.Lock()
		defer m.mu.Unlock()
		if m.entries[key] == p {
			delete(m.entries, key)
		}
	}, key)
}

func BenchmarkHit(b *testing.B) {
	kept := make([]*object, 1024)
	ours, hand := new(weakmap.Map[int, object]), cleaned{entries: map[int]weak.Pointer[object]{}}
	for i := range kept {
		kept[i] = new(object)
		ours.Store(i, kept[i])
		hand.store(i, kept[i])
	}
	b.Run("Map", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			ours.Load(i & 1023)
		}
	})
	b.Run("RWMutex", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			hand.load(i & 1023)
		}
	})
	runtime.KeepAlive(kept)
}

func BenchmarkInsert(b *testing.B) {
	b.Run("Map", func(b *testing.B) {
		b.ReportAllocs()
		m := new(weakmap.Map[int, object])
		for i := 0; b.Loop(); i++ {
			_, _ = m.LoadOrCreate(i, func() (*object, error) { return new(object), nil })
		}
	})
	b.Run("CleanupPerEntry", func(b *testing.B) {
		b.ReportAllocs()
		m := cleaned{entries: map[int]weak.Pointer[object]{}}
		for i := 0; b.Loop(); i++ {
			if m.load(i) == nil {
				m.store(i, new(object))
			}
		}
	})
}
