package caching

import "sync/atomic"

// adaptive changes its strategy to the one that serves best: a small sample of the
// keys goes also to shadow caches, which keep hashes only, one for each strategy. Waldspurger,
// Saemundsson, Ahmad, Park: Cache modeling and optimization using miniature simulations, ATC 2017.
type adaptive struct {
	*windowed
	size    int       // of a shadow
	shadows []*shadow // none until the first eviction
	best    int       // the shadow whose strategy is followed
	seen    int       // sampled requests since the last comparison
}

// strategies are far apart, so that one of them suits nearly every kind of requests. The
// first one is followed until there is something to compare.
var strategies = [...]strategy{
	{share: 0.01},              // frequency: loops, scans
	{share: 0.1, ghosts: true}, // skewed, with keys that are asked for once
	{share: 0.6},               // both
	{share: 1, again: true},    // recency, almost an LRU
	{share: 0.8, ghosts: true}, // recency that also tells who comes back
	{share: 0.3, ghosts: true}, // recency at some distance
}

const (
	lead   = 1.01 // how many times the hits another strategy must have
	memory = 0.9  // how much of earlier hits a comparison still counts
)

func newAdaptive(d *deck, size int) *adaptive {
	return &adaptive{windowed: newWindowed(d, strategies[0]), size: size}
}

func (a *adaptive) hit(uint32) {}

func (a *adaptive) victim() uint32 {
	if a.shadows == nil {
		for _, s := range strategies {
			a.shadows = append(a.shadows, newShadow(a.size, s))
		}
	}
	return a.windowed.victim()
}

// sampled plays a request for a sampled key in the shadows, and compares them from time to time.
func (a *adaptive) sampled(hash uint32) {
	for _, s := range a.shadows {
		s.request(hash)
	}
	if a.seen++; a.shadows == nil || a.seen < (a.size+1)/2 {
		return
	}
	a.seen = 0
	for i, s := range a.shadows {
		if s.hits > a.shadows[a.best].hits*lead {
			a.best = i
		}
	}
	a.strategy = strategies[a.best]
	for _, s := range a.shadows {
		s.hits *= memory
	}
}

// shadow is a cache of hashes that follows one strategy.
type shadow struct {
	deck
	policy *windowed
	marks  []atomic.Uint32
	at     map[uint32]uint32
	hits   float64 // the recent ones count more
}

func newShadow(size int, st strategy) *shadow {
	s := &shadow{marks: make([]atomic.Uint32, size), at: make(map[uint32]uint32, size)}
	s.deck = deck{
		places: make([]place, size),
		use:    func(slot uint32) use { return use{&s.marks[slot], 0} },
	}
	s.policy = newWindowed(&s.deck, st)
	s.policy.room(size)
	return s
}

func (s *shadow) request(hash uint32) {
	slot, ok := s.at[hash]
	if ok {
		s.hits++
		s.use(slot).more()
		return
	}
	s.policy.comes(hash)
	slot = uint32(len(s.at))
	if len(s.at) == len(s.marks) {
		slot = s.policy.victim()
		s.policy.drop(slot)
		delete(s.at, s.places[slot].hash)
	}
	s.places[slot].hash = hash
	s.at[hash] = slot
	s.clearUses(slot)
	s.policy.add(slot)
}
