package caching

import "sync/atomic"

// ring hands hashes from readers to the shard's writers, without a lock and without
// waiting: when it is full, a hash is dropped, and a full ring is only read.
type ring struct {
	mask   uint32 // which hashes are sampled; all ones for none
	places atomic.Uint32
	hashes [ringSize]atomic.Uint32
}

const ringSize = 64

// sampleRate is how many keys there are to one that is sampled, a power of two.
func sampleRate(entries int) int {
	rate := 1
	for rate < 1<<16 && entries/rate >= 256 {
		rate *= 2
	}
	return rate
}

// offer takes hash if it is one to be sampled and there is room.
func (r *ring) offer(hash uint32) {
	if sampleBits(hash)&r.mask == 0 {
		r.put(hash)
	}
}

// sampleBits are those that decide on sampling; other bits find an entry's group.
func sampleBits(hash uint32) uint32 { return hash >> 7 & 0xffff }

func (r *ring) put(hash uint32) {
	n := r.places.Load()
	if n < ringSize && r.places.CompareAndSwap(n, n+1) {
		r.hashes[n].Store(hash)
	}
}

// drain calls f for what was offered; the shard's lock is held. A hash that is just
// being put may be missed, or come again later: a sample may.
func (r *ring) drain(f func(hash uint32)) {
	n := r.places.Load()
	for i := range n {
		f(r.hashes[i].Load())
	}
	if n > 0 {
		r.places.Store(0)
	}
}
