package caching

// adaptive is tinyLFU with a window as large as serves best: a small sample of the keys
// goes also to shadow caches, which keep hashes only, one for each size of window. Waldspurger,
// Saemundsson, Ahmad, Park: Cache modeling and optimization using miniature simulations, ATC 2017.
type adaptive struct {
	*tinyLFU
	shadows []*shadow
	best    int
	seen    int
}

// shares are the windows tried, as parts of the cache.
var shares = [...]float64{0.01, 0.1, 0.3, 0.6, 0.9}

func newAdaptive(d *deck, size int) *adaptive {
	a := &adaptive{tinyLFU: newTinyLFU(d, shares[0])}
	for _, share := range shares {
		a.shadows = append(a.shadows, newShadow(size, share))
	}
	return a
}

func (a *adaptive) hit(uint32) {}

// sampled plays a request for a sampled key in the shadows, and changes the window if another
// size has had more hits lately.
func (a *adaptive) sampled(hash uint32) {
	for _, s := range a.shadows {
		s.request(hash)
	}
	if a.seen++; a.seen < 4*len(a.shadows[0].heads) {
		return
	}
	a.seen = 0
	for i, s := range a.shadows {
		if s.hits > a.shadows[a.best].hits*1.01 {
			a.best = i
		}
	}
	a.share = shares[a.best]
	for _, s := range a.shadows {
		s.hits *= 0.7
	}
}

// shadow is a cache of hashes under tinyLFU with one size of window.
type shadow struct {
	deck
	policy *tinyLFU
	heads  []head
	at     map[uint32]uint32
	hits   float64 // lately
}

func newShadow(size int, share float64) *shadow {
	s := &shadow{heads: make([]head, size), at: make(map[uint32]uint32, size)}
	s.deck = deck{make([]uint32, size), make([]linked, size), make([]queueID, size), func(slot uint32) *head { return &s.heads[slot] }}
	s.policy = newTinyLFU(&s.deck, share)
	s.policy.grow(size)
	return s
}

func (s *shadow) request(hash uint32) {
	slot, ok := s.at[hash]
	if ok {
		s.hits++
		s.heads[slot].used()
		return
	}
	slot = uint32(len(s.at))
	if len(s.at) == len(s.heads) {
		slot = s.policy.victim()
		s.policy.drop(slot)
		delete(s.at, s.hashes[slot])
	}
	s.hashes[slot] = hash
	s.at[hash] = slot
	s.clearUses(slot)
	s.policy.add(slot)
}
