package caching

import (
	"math/bits"
	"sync/atomic"
)

// group is seven places of the hash index. Its control word holds the seven
// places' tags, 0 for free, and in its top byte how many keys that belong here had
// to go on to a later group; a search ends where that is 0, so nothing removed leaves
// a mark behind and the index never needs a cleaning (after F14, Bronson and Shi, 2019).
//
// Readers take no lock. A place never moves while its key is there.
type group struct {
	control atomic.Uint64
	slots   [groupPlaces]atomic.Uint32
}

const (
	groupPlaces = 7
	lowBits     = 0x01_01_01_01_01_01_01 // of seven bytes
	highBits    = lowBits << 7
	oneOverflow = 1 << 56
	manyKeys    = 0xff // an overflow count that is never taken back
)

// tagOf is the byte by which a place is found; its top bit is set, so it is not free.
func tagOf(hash uint32) uint64 { return uint64(hash)&0x7f | 0x80 }

// match marks the top bit of each byte that equals tag. It may mark another byte
// besides a true one; whoever asks compares the keys.
func match(control, tag uint64) uint64 {
	x := control ^ tag*lowBits
	return (x - lowBits) &^ x & highBits
}

// home is the group at which the search for a hash begins: the hash scaled to the index's size.
func home(groups []group, hash uint32) int {
	return int(uint64(hash) * uint64(len(groups)) >> 32)
}

// newGroups returns an index with room for n slots at a load of three quarters.
func newGroups(n int) []group {
	return make([]group, (n*4/3)/groupPlaces+1)
}

// link puts slot into the index; the writers' lock is held.
func link(groups []group, hash, slot uint32) {
	for g := home(groups, hash); ; g = after(groups, g) {
		control := groups[g].control.Load()
		free := ^control & highBits
		if free == 0 {
			if control>>56 != manyKeys {
				groups[g].control.Store(control + oneOverflow)
			}
			continue
		}
		i := bits.TrailingZeros64(free) / 8
		groups[g].slots[i].Store(slot)
		groups[g].control.Store(control | tagOf(hash)<<(8*i))
		return
	}
}

// unlink takes slot out of the index, where it must be; the writers' lock is held.
func unlink(groups []group, hash, slot uint32) {
	for g := home(groups, hash); ; g = after(groups, g) {
		control := groups[g].control.Load()
		for m := match(control, tagOf(hash)); m != 0; m &= m - 1 {
			i := bits.TrailingZeros64(m) / 8
			if byte(control>>(8*i)) == byte(tagOf(hash)) && groups[g].slots[i].Load() == slot {
				groups[g].control.Store(control &^ (0xff << (8 * i)))
				return
			}
		}
		if control>>56 != manyKeys {
			groups[g].control.Store(control - oneOverflow)
		}
	}
}

func after(groups []group, g int) int {
	if g++; g < len(groups) {
		return g
	}
	return 0
}
