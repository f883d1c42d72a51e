package caching

import (
	"time"

	"github.com/dgraph-io/ristretto/v2"
)

func ristrettoV2() peer {
	return peer{
		library: "github.com/dgraph-io/ristretto/v2",
		numbers: ristrettoOf[uint64], texts: ristrettoOf[string],
		timed: func(capacity int) cache[uint64] {
			return ristrettoWith(capacity, func(c *ristretto.Cache[uint64, uint64], k, v uint64) { c.SetWithTTL(k, v, 1, time.Hour) })
		},
	}
}

func ristrettoOf[K key](capacity int) cache[K] {
	return ristrettoWith(capacity, func(c *ristretto.Cache[K, uint64], k K, v uint64) { c.Set(k, v, 1) })
}

func ristrettoWith[K key](capacity int, set func(*ristretto.Cache[K, uint64], K, uint64)) cache[K] {
	c := must(ristretto.NewCache(&ristretto.Config[K, uint64]{
		NumCounters: int64(10 * capacity), MaxCost: int64(capacity), BufferItems: 64, IgnoreInternalCost: true,
	}))
	return cache[K]{
		get:    c.Get,
		set:    func(k K, v uint64) { set(c, k, v) },
		remove: c.Del,
		len:    func() int { return int(c.MaxCost() - c.RemainingCost()) },
		settle: c.Wait,
		close:  c.Close,
	}
}
