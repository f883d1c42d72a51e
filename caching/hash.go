package caching

import (
	"hash/maphash"
	"math/bits"
	"math/rand/v2"
	"reflect"
)

// hasher hashes keys, in each cache in another way that nobody outside can know.
type hasher[K comparable] struct {
	integers bool
	xor, by  uint64 // for integers
	seed     maphash.Seed
}

func newHasher[K comparable]() hasher[K] {
	k := reflect.TypeFor[K]().Kind()
	return hasher[K]{k >= reflect.Int && k <= reflect.Uintptr, rand.Uint64(), rand.Uint64() | 1, maphash.MakeSeed()}
}

// of is a multiplication for integers, whose both halves are used (as in wyhash of Wang
// Yi), and what a map would use for all else.
func (h *hasher[K]) of(k K) uint64 {
	if h.integers {
		high, low := bits.Mul64(toWord(k)^h.xor, h.by)
		return high ^ low
	}
	return maphash.Comparable(h.seed, k)
}
