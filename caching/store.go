package caching

import (
	"container/list"
	"sync"
)

// entry is one key's value. Its times count nanoseconds since the cache's start; zero is never.
type entry[K comparable, V any] struct {
	key     K
	value   V
	weight  uint32
	expires int64
	refresh int64
	version uint64 // no two entries of a store have the same; 0 is no entry
}

// store keeps entries within a capacity. Every method is safe for concurrent use
// and returns what it removed, for the caller to report outside all locks.
type store[K comparable, V any] struct {
	mu       sync.Mutex
	capacity int64
	weight   int64
	version  uint64
	entries  map[K]*list.Element
	order    *list.List // front: most recently used
}

func newStore[K comparable, V any](capacity int) *store[K, V] {
	return &store[K, V]{capacity: int64(capacity), entries: make(map[K]*list.Element), order: list.New()}
}

// find returns the entry of k, which counts as a use, expired or not.
func (s *store[K, V]) find(k K) (entry[K, V], bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	e, ok := s.entries[k]
	if !ok {
		return entry[K, V]{}, false
	}
	s.order.MoveToFront(e)
	return *e.Value.(*entry[K, V]), true
}

// put stores e; entries dead at now go first, then the policy's choice.
func (s *store[K, V]) put(e entry[K, V], now int64) []Removal[K, V] {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.putLocked(e, now)
}

func (s *store[K, V]) putLocked(e entry[K, V], now int64) (removed []Removal[K, V]) {
	if e.key != e.key { // it could never be found again, only fill the cache
		return []Removal[K, V]{{e.key, e.value, Evicted}}
	}
	if old, ok := s.entries[e.key]; ok {
		removed = append(removed, s.drop(old, reasonAt(old.Value.(*entry[K, V]), now, Replaced)))
	}
	if int64(e.weight) > s.capacity {
		return append(removed, Removal[K, V]{e.key, e.value, Evicted})
	}
	for s.weight+int64(e.weight) > s.capacity {
		back := s.order.Back()
		removed = append(removed, s.drop(back, reasonAt(back.Value.(*entry[K, V]), now, Evicted)))
	}
	s.version++
	e.version = s.version
	s.entries[e.key] = s.order.PushFront(&e)
	s.weight += int64(e.weight)
	return removed
}

// putIf is put if the entry of e.key still has the version given, 0 for none.
func (s *store[K, V]) putIf(e entry[K, V], version uint64, now int64) ([]Removal[K, V], bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.versionOf(e.key) != version {
		return nil, false
	}
	return s.putLocked(e, now), true
}

func (s *store[K, V]) versionOf(k K) uint64 {
	if e, ok := s.entries[k]; ok {
		return e.Value.(*entry[K, V]).version
	}
	return 0
}

// removeIf is remove if the entry of k still has the version given.
func (s *store[K, V]) removeIf(k K, version uint64, now int64) (r Removal[K, V], ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.versionOf(k) != version {
		return r, false
	}
	e := s.entries[k]
	return s.drop(e, reasonAt(e.Value.(*entry[K, V]), now, Deleted)), true
}

func (s *store[K, V]) drop(el *list.Element, why Reason) Removal[K, V] {
	e := s.order.Remove(el).(*entry[K, V])
	delete(s.entries, e.key)
	s.weight -= int64(e.weight)
	return Removal[K, V]{e.key, e.value, why}
}

// reasonAt is Expired if e is dead at now, and otherwise why.
func reasonAt[K comparable, V any](e *entry[K, V], now int64, why Reason) Reason {
	if e.expires != 0 && e.expires <= now {
		return Expired
	}
	return why
}

func (s *store[K, V]) remove(k K, now int64) (r Removal[K, V], ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	e, ok := s.entries[k]
	if !ok {
		return r, false
	}
	return s.drop(e, reasonAt(e.Value.(*entry[K, V]), now, Deleted)), true
}

func (s *store[K, V]) clear(now int64) (removed []Removal[K, V]) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for e := s.order.Front(); e != nil; e = s.order.Front() {
		removed = append(removed, s.drop(e, reasonAt(e.Value.(*entry[K, V]), now, Cleared)))
	}
	return removed
}

func (s *store[K, V]) snapshot() (es []entry[K, V]) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for e := s.order.Front(); e != nil; e = e.Next() {
		es = append(es, *e.Value.(*entry[K, V]))
	}
	return es
}

func (s *store[K, V]) len() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.entries)
}
