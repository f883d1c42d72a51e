package caching

// sketch estimates how often each hash was asked for lately: four counters of four
// bits a hash, the least of them counts, and all are halved when ten times as many
// requests as entries were counted. Cormode and Muthukrishnan, 2005; the halving is TinyLFU's
// (Einziger, Friedman, Manes, 2017).
type sketch struct {
	words []uint64 // sixteen counters each; their number is a power of two
	added int
	limit int
}

const (
	mostCounted = 15
	sketchMix   = 0x9e3779b97f4a7c15
	halves      = 0x7777777777777777
)

func newSketch(entries int) sketch {
	n := 1
	for n < entries/4 {
		n *= 2
	}
	return sketch{words: make([]uint64, n), limit: 10 * entries}
}

// places are the word and the four shifts of a hash's counters. All are in one word,
// so that a count costs one cache miss; the word's quarter is the row.
func (s *sketch) place(hash uint32) (word uint64, rows uint64) {
	h := uint64(hash) * sketchMix
	h ^= h >> 32
	return h & uint64(len(s.words)-1), h >> 40
}

func (s *sketch) estimate(hash uint32) uint64 {
	w, rows := s.place(hash)
	least := uint64(mostCounted)
	for row := range uint64(4) {
		shift := (row*4 + rows>>(2*row)&3) * 4
		least = min(least, s.words[w]>>shift&15)
	}
	return least
}

func (s *sketch) add(hash uint32, n uint32) {
	w, rows := s.place(hash)
	word := s.words[w]
	for row := range uint64(4) {
		shift := (row*4 + rows>>(2*row)&3) * 4
		have := word >> shift & 15
		word += (min(have+uint64(n), mostCounted) - have) << shift
	}
	s.words[w] = word
	if s.added += int(n); s.added >= s.limit {
		for i := range s.words {
			s.words[i] = s.words[i] >> 1 & halves
		}
		s.added /= 2
	}
}
