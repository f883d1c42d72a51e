package caching

// sieve evicts the first entry without a hit that its hand meets on the way from
// the oldest to the newest; a hit entry is spared once, where it stands. Zhang, Yang, Yue,
// Vigfusson, Rashmi: SIEVE is Simpler than LRU, NSDI 2024.
type sieve struct {
	queue
	hand uint32
}

func (s *sieve) room(int)        {}
func (s *sieve) comes(uint32)    {}
func (s *sieve) add(slot uint32) { s.push(slot) }
func (s *sieve) hit(uint32)      {}
func (s *sieve) sampled(uint32)  {}

func (s *sieve) move(to []uint32) {
	s.queue.move(to)
	s.hand = moved(to, s.hand)
}

func (s *sieve) drop(slot uint32) {
	if slot == s.hand {
		s.hand = s.places[slot].newer
	}
	s.remove(slot)
}

func (s *sieve) victim() uint32 {
	if s.hand == none {
		s.hand = s.oldest
	}
	for s.uses(s.hand) > 0 {
		s.clearUses(s.hand)
		if s.hand = s.places[s.hand].newer; s.hand == none {
			s.hand = s.oldest
		}
	}
	return s.hand
}
