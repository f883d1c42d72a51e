package caching

// s3fifo tries new entries in a small queue and keeps those that were hit in a main
// one; a ghost queue remembers what the small one dropped, and lets it into the main
// one at its return. Yang, Zhang, Qiu, Yue, Rashmi: FIFO queues are all you need for cache
// eviction, SOSP 2023.
type s3fifo struct {
	*deck
	small, main queue
	ghosts      ghosts
}

func newS3FIFO(d *deck) *s3fifo {
	return &s3fifo{d, newQueue(d, 1), newQueue(d, 2), ghosts{at: map[uint32]uint64{}}}
}

func (s *s3fifo) room(int)       {}
func (s *s3fifo) comes(uint32)   {}
func (s *s3fifo) hit(uint32)     {}
func (s *s3fifo) sampled(uint32) {}

func (s *s3fifo) move(to []uint32) {
	s.small.move(to)
	s.main.move(to)
}

func (s *s3fifo) add(slot uint32) {
	if s.ghosts.take(s.places[slot].hash) {
		s.main.push(slot)
	} else {
		s.small.push(slot)
	}
}

func (s *s3fifo) drop(slot uint32) {
	if s.places[slot].in == s.small.id {
		s.small.remove(slot)
	} else {
		s.main.remove(slot)
	}
}

func (s *s3fifo) victim() uint32 {
	for {
		entries := s.small.len + s.main.len
		if s.small.len > entries/10 || s.main.len == 0 {
			slot := s.small.oldest
			if s.uses(slot) == 0 {
				s.ghosts.put(s.places[slot].hash, entries*9/10)
				return slot
			}
			s.clearUses(slot)
			s.small.remove(slot)
			s.main.push(slot)
			continue
		}
		slot := s.main.oldest
		if s.uses(slot) == 0 {
			return slot
		}
		s.use(slot).less()
		s.main.renew(slot)
	}
}

// ghosts is a queue of the hashes of entries that are gone.
type ghosts struct {
	at    map[uint32]uint64 // hash to its place in the queue's history
	queue []uint32          // the history's end; hashes taken meanwhile included
	begin uint64            // the place of queue[0]
}

func (g *ghosts) put(hash uint32, limit int) {
	g.at[hash] = g.begin + uint64(len(g.queue))
	g.queue = append(g.queue, hash)
	for len(g.at) > limit || len(g.queue) > 2*limit+8 {
		if g.at[g.queue[0]] == g.begin {
			delete(g.at, g.queue[0])
		}
		g.queue = g.queue[1:]
		g.begin++
	}
}

// take removes a hash and reports whether it was there.
func (g *ghosts) take(hash uint32) bool {
	_, ok := g.at[hash]
	delete(g.at, hash)
	return ok
}
