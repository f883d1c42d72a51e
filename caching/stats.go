package caching

import (
	"sync/atomic"
	"unsafe"
)

// Stats counts what a cache did since it was made. Each figure is exact; together
// they are of one moment only when nobody uses the cache.
type Stats struct {
	Hits, Misses           uint64 // lookups that found a value, and that did not
	Loads, Failures        uint64 // loaders called, and those of them that ended with an error
	Evictions, Expirations uint64 // values removed for want of room, and for their age
}

const (
	hitsCount = iota
	missesCount
	loadsCount
	failuresCount
	numCounts
)

// counters are counted in stripes, so that goroutines on different processors
// seldom write the same line of memory.
type counters [16]struct {
	n [numCounts]atomic.Uint64
	_ [128 - 8*numCounts]byte
}

// count adds one. Each goroutine has a stack of its own, whose address chooses the stripe.
func (c *Cache[K, V]) count(what int) {
	var here byte
	at := uintptr(unsafe.Pointer(&here))
	c.counts[(at>>11^at>>15)%uintptr(len(c.counts))].n[what].Add(1)
}

// Stats returns the counts so far.
func (c *Cache[K, V]) Stats() Stats {
	var n [numCounts]uint64
	for i := range c.counts {
		for what := range n {
			n[what] += c.counts[i].n[what].Load()
		}
	}
	evicted, expired := c.store.removed()
	return Stats{n[hitsCount], n[missesCount], n[loadsCount], n[failuresCount], evicted, expired}
}
