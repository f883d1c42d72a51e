package caching

import "math/bits"

// past remembers hashes beyond their entries: how often each was asked for lately, and
// which ones left lately. What concerns one hash lies in one bucket, so in one line of memory.
//
// The counts are a count-min sketch (Cormode and Muthukrishnan, 2005) with four counters of
// four bits a hash; all are halved when ten times as many requests as entries were
// counted, as in TinyLFU (Einziger, Friedman, Manes, 2017).
type past struct {
	buckets []bucket // a power of two of them, one to four entries or less
	added   int      // requests counted since the last halving, about
	limit   int
	left    uint64 // departures so far
	step    int    // 1<<step departures are one unit of a ghost's time
}

type bucket struct {
	counts uint64    // sixteen counters
	ghosts [6]uint32 // fingerprint<<16 | time of departure, the newest first; 0 is free
}

const (
	mostCounted = 15
	pastMix     = 0x9e3779b97f4a7c15
	halves      = 0x7777777777777777
)

func newPast(entries int) past {
	n := 1
	for n < entries/4 {
		n *= 2
	}
	return past{buckets: make([]bucket, n), limit: 10 * entries, step: max(bits.Len(uint(entries))-9, 0)}
}

// find returns a hash's bucket, and bits that no bucket's choice depends on.
func (p *past) find(hash uint32) (b *bucket, bits uint64) {
	h := uint64(hash) * pastMix
	h ^= h >> 32
	return &p.buckets[h&uint64(len(p.buckets)-1)], h >> 40
}

// rows are the four counters of a hash, as shifts.
func rows(bits uint64) (a, b, c, d uint64) {
	return bits & 3 * 4, 16 + bits>>2&3*4, 32 + bits>>4&3*4, 48 + bits>>6&3*4
}

// requests is about how often a hash was asked for, up to mostCounted.
func (p *past) requests(hash uint32) uint64 {
	bucket, bits := p.find(hash)
	a, b, c, d := rows(bits)
	n := bucket.counts
	return min(n>>a&mostCounted, n>>b&mostCounted, n>>c&mostCounted, n>>d&mostCounted)
}

func (p *past) count(hash, n uint32) {
	bucket, bits := p.find(hash)
	a, b, c, d := rows(bits)
	for _, at := range [...]uint64{a, b, c, d} {
		have := bucket.counts >> at & mostCounted
		bucket.counts += (min(have+uint64(n), mostCounted) - have) << at
	}
	if p.added += int(n); p.added >= p.limit {
		for i := range p.buckets {
			p.buckets[i].counts = p.buckets[i].counts >> 1 & halves
		}
		p.added /= 2
	}
}

// leave notes that a hash left; it takes the place of the bucket's oldest ghost.
func (p *past) leave(hash uint32) {
	p.left++
	b, bits := p.find(hash)
	copy(b.ghosts[1:], b.ghosts[:])
	b.ghosts[0] = fingerprintOf(bits)<<16 | uint32(uint16(p.left>>p.step))
}

func fingerprintOf(bits uint64) uint32 { return uint32(bits>>8)&0xffff | 1 }

// age is about how many departures ago a ghost left.
func (p *past) age(ghost uint32) uint64 {
	return uint64(uint16(p.left>>p.step)-uint16(ghost)) << p.step
}

// returns forgets the ghost of a hash and reports whether it is one of the last to have left.
func (p *past) returns(hash uint32, last int) bool {
	b, bits := p.find(hash)
	fingerprint := fingerprintOf(bits)
	for i, ghost := range b.ghosts {
		if ghost>>16 == fingerprint {
			b.ghosts[i] = 0
			return p.age(ghost) < uint64(last)
		}
	}
	return false
}
