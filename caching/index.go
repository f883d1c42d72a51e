package caching

import (
	"math/bits"
	"sync/atomic"
)

// heading begins each group of the hash index. Its control word holds the tags of
// the group's places, 0 for free, and in its top byte how many keys that belong here
// had to go on to a later group; a search ends where that is 0, so nothing removed leaves
// a mark behind and the index never needs a cleaning (after F14, Bronson and Shi, 2019).
//
// Readers take no lock. An entry never moves while its key is there.
type heading struct {
	control atomic.Uint64
	seq     atomic.Uint32 // changes before a place is given to another key; odd while a value is written with its times
	marks   atomic.Uint32 // a place's hits since the policy looked, in two bits, and whether it is watched, in one
}

const (
	lowBits     = 0x01_01_01_01_01_01_01 // of seven bytes
	highBits    = lowBits << 7
	oneOverflow = 1 << 56
	manyKeys    = 0xff // an overflow count that is never taken back
	watchBits   = 16   // where they begin in the marks
	maxUses     = 3    // what two bits can count
)

// tagOf is the byte by which a place is found; its top bit is set, so it is not free.
func tagOf(hash uint32) uint64 { return uint64(hash)&0x7f | 0x80 }

// match marks the top bit of each byte that equals tag. It may mark the byte of another
// key besides a true one, but no free one; whoever asks compares the keys.
func match(control, tag uint64) uint64 {
	x := control ^ tag*lowBits
	return (x - lowBits) &^ x & highBits
}

// home is the group of n at which the search for a hash begins: the hash scaled to their number.
func home(n int, hash uint32) int { return int(uint64(hash) * uint64(n) >> 32) }

// after is the group of n that follows g.
func after(n, g int) int {
	if g++; g < n {
		return g
	}
	return 0
}

// passed counts a key that went on, or is taken back, by d, which is oneOverflow or its negative.
func (h *heading) passed(d uint64) {
	if control := h.control.Load(); control>>56 != manyKeys {
		h.control.Store(control + d)
	}
}

// free returns a place that nobody has, of the first places ones; false when all are taken.
func (h *heading) free(places int) (i uint32, ok bool) {
	free := ^h.control.Load() & (highBits & (1<<(8*places) - 1))
	return uint32(bits.TrailingZeros64(free)) / 8, free != 0
}

// publish lets readers find what was written into place i.
func (h *heading) publish(i uint32, hash uint32) {
	if gone := uint32(maxUses<<(2*i) | 1<<(watchBits+i)); h.marks.Load()&gone != 0 {
		h.marks.And(^gone)
	}
	h.control.Store(h.control.Load() | tagOf(hash)<<(8*i))
}

// hide makes place i free. Whoever reads it at this moment sees that seq has changed.
func (h *heading) hide(i uint32) {
	h.control.Store(h.control.Load() &^ (0xff << (8 * i)))
	h.seq.Store(h.seq.Load() + 2)
}

// watched reports whether nothing was stored in place i since watch.
func (h *heading) watched(i uint32) bool { return h.marks.Load()>>(watchBits+i)&1 != 0 }

func (h *heading) watch(i uint32) { h.marks.Or(1 << (watchBits + i)) }

func (h *heading) unwatch(i uint32) {
	if h.watched(i) {
		h.marks.And(^(1 << (watchBits + i)))
	}
}

// A use is where hits are counted: two bits of a word.
type use struct {
	word  *atomic.Uint32
	shift uint32
}

// more notes a hit. It writes only while the counter is not full, so that hot
// entries are only read.
func (u use) more() {
	if w := u.word.Load(); w>>u.shift&maxUses < maxUses {
		u.word.CompareAndSwap(w, w+1<<u.shift)
	}
}

func (u use) count() uint32 { return u.word.Load() >> u.shift & maxUses }

// clear is for those who hold the lock, as less is; most counters are clear, and a store costs more.
func (u use) clear() {
	if u.count() != 0 {
		u.word.And(^(maxUses << u.shift))
	}
}

// less takes one hit back; there is one.
func (u use) less() { u.word.Add(^(1<<u.shift - 1)) }
