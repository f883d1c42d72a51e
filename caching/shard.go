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
	free             []uint32
	weights          []uint32 // by slot; nil without Weigh
	dying            expiries
	len              int
	evicted, expired uint64
	words            bool
	grown            int // the size at which the table stops doubling
}

func (s *shard[K, V]) init(p Policy, expected int, words, weighs bool) {
	sample := sampleRate(expected)
	s.sample.mask = ^uint32(0)
	if p == Adaptive {
		s.sample.mask = uint32(sample - 1)
	}
	s.words, s.grown = words, expected
	s.deck.head = func(slot uint32) *head { return s.table.Load().head(slot) }
	s.policy = newEvictor(p, &s.deck, max(expected/sample, 1))
	s.dying.when = func(slot uint32) int64 { return s.table.Load().times[slot].expires.Load() }
	if weighs {
		s.weights = []uint32{}
	}
	s.resize(min(128, expected), false)
}

// grow makes room for more slots: twice as many up to those that are expected, then an eighth more.
func (s *shard[K, V]) grow() {
	n := len(s.deck.places)
	if 2*n <= s.grown {
		n *= 2
	} else {
		n = max(s.grown, n+n/8+1)
	}
	s.resize(n, s.table.Load().times != nil)
}

// resize replaces the table by one of n slots, with times if timed.
func (s *shard[K, V]) resize(n int, timed bool) {
	old, had := s.table.Load(), len(s.deck.places)
	s.deck.places = append(make([]place, 0, n), s.deck.places...)[:n]
	if s.weights != nil {
		s.weights = append(make([]uint32, 0, n), s.weights...)[:n]
	}
	if timed {
		s.dying.grow(n)
	}
	t := newTable(old, n, s.words, timed, s.deck.places)
	s.table.Store(t)
	if n > had {
		for slot := n - 1; slot >= had; slot-- {
			s.free = append(s.free, uint32(slot))
		}
		s.policy.grow(n)
	}
}

func (s *shard[K, V]) weight(slot uint32) int64 {
	if s.weights == nil {
		return 1
	}
	return int64(s.weights[slot])
}

// insert stores e, whose key is not there.
func (s *shard[K, V]) insert(hash uint32, e *entry[K, V]) {
	if len(s.free) == 0 {
		s.grow()
	}
	slot := s.free[len(s.free)-1]
	s.free = s.free[:len(s.free)-1]
	s.deck.places[slot].hash = hash
	s.deck.clearUses(slot)
	s.fill(slot, e)
	link(s.table.Load().groups, hash, slot)
	s.policy.add(slot)
	s.len++
}

// fill writes e into its slot.
func (s *shard[K, V]) fill(slot uint32, e *entry[K, V]) {
	if s.weights != nil {
		s.weights[slot] = e.weight
	}
	if e.expires|e.refresh != 0 && s.table.Load().times == nil {
		s.resize(len(s.deck.places), true)
	}
	s.dying.remove(slot)
	s.table.Load().write(slot, e)
	if e.expires != 0 {
		s.dying.add(slot)
	}
}

// evict takes an entry out; its key and value are returned for the report.
func (s *shard[K, V]) evict(slot uint32, why Reason) (r Removal[K, V], weight int64) {
	t := s.table.Load()
	e := t.entry(slot)
	weight = s.weight(slot)
	switch why {
	case Evicted:
		s.evicted++
	case Expired:
		s.expired++
	}
	unlink(t.groups, s.deck.places[slot].hash, slot)
	s.policy.drop(slot)
	s.dying.remove(slot)
	t.write(slot, nil)
	s.free = append(s.free, slot)
	s.len--
	return Removal[K, V]{e.key, e.value, why}, weight
}

// evictOne makes room: an entry dead at now goes first, then the policy's choice.
func (s *shard[K, V]) evictOne(now int64) (Removal[K, V], int64) {
	if slot, ok := s.dying.first(); ok && s.dying.when(slot) <= now {
		return s.evict(slot, Expired)
	}
	return s.evict(s.policy.victim(), Evicted)
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
