package caching

// ghostTable remembers for a while which hashes left, in four bytes each: a
// fingerprint and the time, counted in departures. A newer ghost may take an older one's place.
type ghostTable struct {
	marks []uint32 // fingerprint<<16 | time; their number is a power of two
	left  uint64   // departures so far
	step  uint64   // departures that one unit of time stands for
}

func newGhostTable(entries int) ghostTable {
	n := 4
	for n < entries {
		n *= 2
	}
	return ghostTable{marks: make([]uint32, n), step: max(uint64(entries)/256, 1)}
}

func (g *ghostTable) find(hash uint32) (bucket []uint32, fingerprint uint32) {
	h := uint64(hash) * sketchMix
	i := h >> 20 & uint64(len(g.marks)-1) &^ 3
	return g.marks[i : i+4], uint32(h>>48) | 1
}

// age is how many departures ago the mark was set, about.
func (g *ghostTable) age(mark uint32) uint64 {
	return uint64(uint16(g.left/g.step)-uint16(mark)) * g.step
}

func (g *ghostTable) put(hash uint32) {
	g.left++
	bucket, fingerprint := g.find(hash)
	oldest := 0
	for i, mark := range bucket {
		if mark == 0 || mark>>16 == fingerprint {
			oldest = i
			break
		}
		if g.age(mark) > g.age(bucket[oldest]) {
			oldest = i
		}
	}
	bucket[oldest] = fingerprint<<16 | uint32(uint16(g.left/g.step))
}

// take forgets a hash and reports whether it was among the last ones to leave.
func (g *ghostTable) take(hash uint32, last int) bool {
	bucket, fingerprint := g.find(hash)
	for i, mark := range bucket {
		if mark>>16 == fingerprint {
			bucket[i] = 0
			return g.age(mark) < uint64(last)
		}
	}
	return false
}
