package caching

import (
	"sync"
	"sync/atomic"
)

// shard is a part of a store's entries, with a lock for its writers.
type shard[K comparable, V any] struct {
	table  atomic.Pointer[table[K, V]]
	sample ring // requests for sampled keys, for the policy; not of a policy that wants none
	_      [40]byte

	mu               sync.Mutex
	deck             deck
	policy           evictor
	weights          []uint32 // by slot; nil without Weigh
	versions         []uint32 // by slot; nil until somebody asks
	lastVersion      uint32
	dying            expiries
	len, fit         int // the entries, and how many the table is made for
	evicted, expired uint64
	words, weighs    bool
	expected         int // the fit at which the table stops doubling
}

func (s *shard[K, V]) init(p Policy, expected int, words, weighs bool) {
	sample := sampleRate(expected)
	s.sample.mask = ^uint32(0)
	if p == Adaptive {
		s.sample.mask = uint32(sample - 1)
	}
	s.words, s.weighs, s.expected = words, weighs, expected
	s.deck.use = func(slot uint32) use { return s.table.Load().use(slot) }
	s.policy = newEvictor(p, &s.deck, max(expected/sample, 1))
	s.dying.when = func(slot uint32) int64 { return s.table.Load().times[slot].expires.Load() }
	s.resize(min(128, expected))
}

// grow makes room for more entries: twice as many up to those that are expected, then an eighth more.
func (s *shard[K, V]) grow() {
	if 2*s.fit <= s.expected {
		s.resize(2 * s.fit)
	} else {
		s.resize(max(s.expected, s.fit+s.fit/8+1))
	}
}

// resize moves what there is to a table for room entries.
func (s *shard[K, V]) resize(room int) {
	var to []uint32 // where the entry of a slot went
	old := s.table.Load()
	t := newTable[K, V](room, s.words, old != nil && old.times != nil)
	if old != nil {
		to = make([]uint32, old.slots())
		for slot := range to {
			if to[slot] = none; s.deck.places[slot].in != 0 {
				to[slot] = old.move(t, s.deck.places[slot].hash, uint32(slot))
			}
		}
	}
	n := t.slots()
	s.deck.move(to, n)
	s.policy.move(to)
	s.policy.room(room)
	if s.weighs {
		s.weights = reordered(s.weights, to, n)
	}
	if s.versions != nil {
		s.versions = reordered(s.versions, to, n)
	}
	if t.times != nil {
		s.dying.move(to, n)
	}
	s.fit = room
	s.table.Store(t)
}

// reordered returns what of has by slot, by the new slots.
func reordered(of, to []uint32, n int) []uint32 {
	out := make([]uint32, n)
	for slot, x := range of {
		if to[slot] != none {
			out[to[slot]] = x
		}
	}
	return out
}

func (s *shard[K, V]) weight(slot uint32) int64 {
	if s.weights == nil {
		return 1
	}
	return int64(s.weights[slot])
}

// version is what no other entry of the shard has, nor this one before it was last
// replaced. It is zero for none.
func (s *shard[K, V]) version(slot uint32, ok bool) uint32 {
	if !ok {
		return 0
	}
	t := s.table.Load()
	if s.versions == nil {
		s.versions = make([]uint32, t.slots())
	}
	if h, i := t.heading(slot); !h.watched(i) {
		h.watch(i)
		s.lastVersion = max(s.lastVersion+1, 1)
		s.versions[slot] = s.lastVersion
	}
	return s.versions[slot]
}

// insert stores e, whose key is not there. vacant is a slot for it, unless the table has to grow.
func (s *shard[K, V]) insert(hash, vacant uint32, e *entry[K, V]) {
	if s.len == s.fit {
		s.grow()
		vacant = s.table.Load().vacant(hash)
	}
	s.deck.places[vacant].hash = hash
	s.policy.add(vacant)
	s.table.Load().insert(hash, vacant, e)
	s.note(vacant, e)
	s.len++
}

// note keeps what the shard has to know of an entry beside the table.
func (s *shard[K, V]) note(slot uint32, e *entry[K, V]) {
	if s.weights != nil {
		s.weights[slot] = e.weight
	}
	s.dying.remove(slot)
	if e.expires != 0 {
		s.dying.add(slot)
	}
}

// withTimes makes the table one with times, if e has any.
func (s *shard[K, V]) withTimes(e *entry[K, V]) {
	if t := s.table.Load(); e.expires|e.refresh != 0 && t.times == nil {
		s.dying.room(t.slots())
		s.table.Store(t.timed())
	}
}

// evict takes an entry out, into gone, and returns its weight.
func (s *shard[K, V]) evict(slot uint32, why Reason, gone *removals[K, V]) (weight int64) {
	t := s.table.Load()
	if gone.listen {
		e := t.entry(slot)
		gone.list = append(gone.list, Removal[K, V]{e.key, e.value, why})
	}
	weight = s.weight(slot)
	switch why {
	case Evicted:
		s.evicted++
	case Expired:
		s.expired++
	}
	s.policy.drop(slot)
	s.dying.remove(slot)
	t.remove(s.deck.places[slot].hash, slot)
	s.len--
	return weight
}

// evictOne makes room: an entry dead at now goes first, then the policy's choice.
func (s *shard[K, V]) evictOne(now int64, gone *removals[K, V]) (weight int64) {
	if slot, ok := s.dying.next(); ok && s.dying.when(slot) <= now {
		return s.evict(slot, Expired, gone)
	}
	return s.evict(s.policy.victim(), Evicted, gone)
}

// reasonAt is Expired if the entry in slot is dead at now, and otherwise why.
func (s *shard[K, V]) reasonAt(slot uint32, now int64, why Reason) Reason {
	t := s.table.Load()
	if t.times != nil {
		if x := t.times[slot].expires.Load(); x != 0 && x <= now {
			return Expired
		}
	}
	return why
}
