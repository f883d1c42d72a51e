package caching

// putResult is how a shard's put ended.
type putResult uint8

const (
	stored  putResult = iota
	changed           // the key's version is another one
	noRoom            // nothing left here to evict
)

// when is the condition of a put; the zero when is none.
type when struct {
	version *uint32 // only if the key's entry still has this version
	orGone  bool    // or if there is none that is alive
}

// put stores e, using and leaving room in credit.
func (s *shard[K, V]) put(st *store[K, V], hash uint32, e *entry[K, V], only when, now int64, credit *int64, gone *removals[K, V]) putResult {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.withTimes(e)
	_, slot, there := s.table.Load().find(hash, e.key, false)
	if only.version != nil && *only.version != s.version(slot, there) {
		if !only.orGone || (there && s.reasonAt(slot, now, Replaced) != Expired) {
			return changed
		}
	}
	if there && s.reasonAt(slot, now, Replaced) == Expired {
		*credit += s.evict(slot, Expired, gone)
		there = false
	}
	if there {
		s.sample.offer(hash)
		return s.replace(st, slot, e, now, credit, gone)
	}
	// What a new entry needs from memory is asked for before the first write that others
	// see, since such a write waits until all of it has come.
	vacant := s.table.Load().vacant(hash)
	s.deck.places[vacant].hash = hash
	s.policy.comes(hash)
	if !s.room(st, int64(e.weight), 0, now, credit, gone) {
		return noRoom
	}
	s.insert(hash, vacant, e)
	s.requested(hash)
	return stored
}

// requested tells the policy of the sampled requests that came since the last insert, and of this one.
func (s *shard[K, V]) requested(hash uint32) {
	if s.sample.places.Load() > 0 {
		s.sample.drain(s.policy.sampled)
	}
	if sampleBits(hash)&s.sample.mask == 0 {
		s.policy.sampled(hash)
	}
}

// replace writes e over the entry of its key, which no reader misses meanwhile.
func (s *shard[K, V]) replace(st *store[K, V], slot uint32, e *entry[K, V], now int64, credit *int64, gone *removals[K, V]) putResult {
	more := int64(e.weight) - s.weight(slot)
	if more > 0 {
		s.policy.drop(slot) // it must not make room for itself
		ok := s.room(st, more, 1, now, credit, gone)
		s.policy.add(slot)
		if !ok {
			return noRoom
		}
	} else {
		*credit -= more
	}
	if gone.listen {
		old := s.table.Load().entry(slot)
		gone.add(Removal[K, V]{old.key, old.value, Replaced})
	}
	t := s.table.Load()
	t.replace(slot, e)
	s.note(slot, e)
	t.use(slot).more()
	s.policy.hit(slot)
	return stored
}

// room turns need of credit into room here, after evicting what must go for it; the
// shard keeps the entries that are set aside.
func (s *shard[K, V]) room(st *store[K, V], need int64, aside int, now int64, credit *int64, gone *removals[K, V]) bool {
	for *credit < need {
		if st.reserve(need - *credit) {
			*credit = need
			break
		}
		if s.len <= aside {
			return false
		}
		*credit += s.evictOne(now, gone)
	}
	*credit -= need
	return true
}
