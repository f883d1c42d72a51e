package caching

import "sync/atomic"

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
	evictionsCount
	expirationsCount
	numCounts
)

type counters [numCounts]atomic.Uint64

func (c *Cache[K, V]) count(what int, n uint64) { c.counts[what].Add(n) }

// Stats returns the counts so far.
func (c *Cache[K, V]) Stats() Stats {
	n := func(what int) uint64 { return c.counts[what].Load() }
	return Stats{n(hitsCount), n(missesCount), n(loadsCount), n(failuresCount), n(evictionsCount), n(expirationsCount)}
}
