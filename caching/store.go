package caching

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// entry is a key's value. Its times count nanoseconds since the cache's start; zero is never.
type entry[K comparable, V any] struct {
	key    K
	weight uint32
	item[V]
}

// item is what a lookup brings.
type item[V any] struct {
	value   V
	expires int64
	refresh int64
}

// store keeps entries within a capacity that all its shards share: a shard that
// needs room takes what is free anywhere, and else makes it, at home first. Every method
// is safe for concurrent use and leaves what was removed in gone, to be reported outside all locks.
type store[K comparable, V any] struct {
	hash     hasher[K]
	shards   []shard[K, V]
	mask     uint64
	exact    bool // each hit goes to the policy, under the lock
	weigh    bool
	capacity int64
	used     atomic.Int64 // the weight of all entries, and of those about to be stored
	moving   sync.Mutex   // held while room is made in one shard for another
}

// removals are values to report. Without a listener none are kept.
type removals[K comparable, V any] struct {
	listen bool
	list   []Removal[K, V]
}

func (g *removals[K, V]) add(r Removal[K, V]) {
	if g.listen {
		g.list = append(g.list, r)
	}
}

func newStore[K comparable, V any](capacity int, p Policy, weigh bool) *store[K, V] {
	s := &store[K, V]{hash: newHasher[K](), exact: p == LRU, weigh: weigh, capacity: int64(capacity)}
	n := 1
	for !s.exact && n < 4*runtime.GOMAXPROCS(0) && n < 64 && capacity/n >= 8192 {
		n *= 2
	}
	s.shards, s.mask = make([]shard[K, V], n), uint64(n-1)
	expected := capacity
	if n > 1 {
		expected = capacity/n + capacity/n/32
	}
	if weigh {
		expected = min(expected, 4096) // how many there will be nobody knows
	}
	for i := range s.shards {
		s.shards[i].init(p, expected, inWords[K]() && inWords[V](), weigh)
	}
	return s
}

// at returns the shard of k and the hash by which the shard knows it.
func (s *store[K, V]) at(k K) (*shard[K, V], uint32) {
	h := s.hash.of(k)
	return &s.shards[h>>32&s.mask], uint32(h)
}

// get returns the item of k, which counts as a use, dead or alive.
func (s *store[K, V]) get(k K) (item[V], bool) {
	sh, hash := s.at(k)
	if s.exact {
		return sh.getExact(hash, k)
	}
	t := sh.table.Load()
	it, _, ok := t.find(hash, k, true)
	if ok {
		sh.sample.offer(hash)
	}
	return it, ok
}

func (s *shard[K, V]) getExact(hash uint32, k K) (item[V], bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	it, slot, ok := s.table.Load().find(hash, k, false)
	if ok {
		s.policy.hit(slot)
	}
	return it, ok
}

// look returns the item of k and its version, which no two items of k share and
// which is zero for none. It is no use.
func (s *store[K, V]) look(k K) (it item[V], version uint32) {
	sh, hash := s.at(k)
	sh.mu.Lock()
	defer sh.mu.Unlock()
	it, slot, ok := sh.table.Load().find(hash, k, false)
	return it, sh.version(slot, ok)
}

// put stores e.
func (s *store[K, V]) put(e *entry[K, V], now int64, gone *removals[K, V]) {
	s.putIf(e, when{}, now, gone)
}

// putIf stores e on a condition, and reports whether it did.
func (s *store[K, V]) putIf(e *entry[K, V], only when, now int64, gone *removals[K, V]) bool {
	if e.key != e.key || int64(e.weight) > s.capacity {
		if !s.remove(e.key, only.version, now, Replaced, gone) && only.version != nil && *only.version != 0 {
			return false
		}
		gone.add(Removal[K, V]{e.key, e.value, Evicted})
		return true
	}
	sh, hash := s.at(e.key)
	var credit int64 // room that is ours
	result := sh.put(s, hash, e, only, now, &credit, gone)
	if result == noRoom {
		s.used.Add(-credit)
		credit = 0
		s.moving.Lock()
		defer s.moving.Unlock()
		for result == noRoom {
			s.makeRoom(sh, int64(e.weight), now, &credit, gone)
			result = sh.put(s, hash, e, only, now, &credit, gone)
		}
	}
	if credit != 0 {
		s.used.Add(-credit)
	}
	return result == stored
}

// makeRoom evicts in other shards until there is credit for weight, as far as they have anything.
func (s *store[K, V]) makeRoom(but *shard[K, V], weight, now int64, credit *int64, gone *removals[K, V]) {
	for i := range s.shards {
		sh := &s.shards[i]
		if sh == but {
			continue
		}
		sh.mu.Lock()
		for sh.len > 0 && *credit < weight && !s.reserve(weight-*credit) {
			*credit += sh.evictOne(now, gone)
		}
		full := *credit < weight && sh.len == 0
		sh.mu.Unlock()
		if !full {
			*credit = max(*credit, weight)
			return
		}
	}
	runtime.Gosched() // the room is with writers under way
}

// reserve takes n of what is free, all or nothing.
func (s *store[K, V]) reserve(n int64) bool {
	for {
		used := s.used.Load()
		if used+n > s.capacity {
			return false
		}
		if s.used.CompareAndSwap(used, used+n) {
			return true
		}
	}
}

// remove takes k out if version is nil or still k's, and reports whether it was there.
func (s *store[K, V]) remove(k K, version *uint32, now int64, why Reason, gone *removals[K, V]) bool {
	sh, hash := s.at(k)
	sh.mu.Lock()
	defer sh.mu.Unlock()
	_, slot, ok := sh.table.Load().find(hash, k, false)
	if !ok || (version != nil && *version != sh.version(slot, ok)) {
		return false
	}
	s.used.Add(-sh.evict(slot, sh.reasonAt(slot, now, why), gone))
	return true
}

func (s *store[K, V]) clear(now int64, gone *removals[K, V]) {
	for i := range s.shards {
		sh := &s.shards[i]
		sh.mu.Lock()
		for slot := range sh.deck.places {
			if sh.deck.places[slot].in != 0 {
				s.used.Add(-sh.evict(uint32(slot), sh.reasonAt(uint32(slot), now, Cleared), gone))
			}
		}
		sh.mu.Unlock()
	}
}

// entries returns what is in one shard.
func (s *shard[K, V]) entries() (es []entry[K, V]) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for slot := range s.deck.places {
		if s.deck.places[slot].in != 0 {
			es = append(es, s.table.Load().entry(uint32(slot)))
		}
	}
	return es
}

func (s *store[K, V]) len() (n int) {
	if !s.weigh {
		return int(s.used.Load())
	}
	for i := range s.shards {
		s.shards[i].mu.Lock()
		n += s.shards[i].len
		s.shards[i].mu.Unlock()
	}
	return n
}

// removed returns how many were evicted and how many expired.
func (s *store[K, V]) removed() (evicted, expired uint64) {
	for i := range s.shards {
		s.shards[i].mu.Lock()
		evicted += s.shards[i].evicted
		expired += s.shards[i].expired
		s.shards[i].mu.Unlock()
	}
	return evicted, expired
}
