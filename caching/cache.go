package caching

import (
	"iter"
	"math/rand/v2"
	"time"
)

// Cache holds at most Capacity entries. It is safe for use by several goroutines
// and must not be copied. Make one with [New].
type Cache[K comparable, V any] struct {
	cfg    Config[K, V]
	start0 time.Time
	timed  bool // whether lookups must look at the clock
	store  *store[K, V]
	loads  loads[K, V]
	errors *Cache[K, error] // what NegativeTTL remembers; nil without it
	counts counters
}

// New returns an empty cache, or an error that names the setting which is wrong.
func New[K comparable, V any](cfg Config[K, V]) (*Cache[K, V], error) {
	if err := cfg.check(); err != nil {
		return nil, err
	}
	c := &Cache[K, V]{cfg: cfg, start0: time.Now(), store: newStore[K, V](cfg.Capacity)}
	c.loads.byKey = make(map[K]*load[K, V])
	if cfg.NegativeTTL > 0 {
		c.errors, _ = New(Config[K, error]{Capacity: min(cfg.Capacity, maxErrors), TTL: cfg.NegativeTTL, Jitter: cfg.Jitter})
	}
	return c, nil
}

// maxErrors bounds the errors that are remembered besides the entries.
const maxErrors = 1 << 16

// now is the time since the cache was made, on the monotonic clock. It is never
// zero, which in an entry means never.
func (c *Cache[K, V]) now() int64 { return int64(time.Since(c.start0)) + 1 }

// state is how good an entry is.
type state uint8

const (
	missing state = iota // not there, or dead
	stale                // past its TTL, within StaleFor
	due                  // alive, past RefreshAfter
	fresh
)

// peek returns the entry of k as GetOrLoad sees it.
func (c *Cache[K, V]) peek(k K) (entry[K, V], state) {
	e, ok := c.store.find(k)
	switch {
	case !ok:
		return e, missing
	case e.expires == 0 && e.refresh == 0:
		return e, fresh
	}
	switch now := c.now(); {
	case e.expires != 0 && e.expires+int64(c.cfg.StaleFor) <= now:
		return e, missing
	case e.expires != 0 && e.expires <= now:
		return e, stale
	case e.refresh != 0 && e.refresh <= now:
		return e, due
	}
	return e, fresh
}

// lookup is peek, counted.
func (c *Cache[K, V]) lookup(k K) (entry[K, V], state) {
	e, s := c.peek(k)
	if s == missing {
		c.count(missesCount, 1)
	} else {
		c.count(hitsCount, 1)
	}
	return e, s
}

// Get returns the value of k and whether it is there, younger than its TTL.
func (c *Cache[K, V]) Get(k K) (V, bool) {
	e, s := c.peek(k)
	if s <= stale {
		c.count(missesCount, 1)
		var zero V
		return zero, false
	}
	c.count(hitsCount, 1)
	return e.value, true
}

// Set stores v for k; the next Get of k returns it.
func (c *Cache[K, V]) Set(k K, v V) { c.SetTTL(k, v, c.cfg.TTL) }

// SetTTL is Set with a lifetime of its own for this entry, 0 for none. A negative
// one means that the entry is dead already: SetTTL then is Delete.
func (c *Cache[K, V]) SetTTL(k K, v V, ttl time.Duration) {
	e := c.entry(k, v, ttl)
	var removed []Removal[K, V]
	c.overtake(k, func() { removed = c.store.put(e, c.now()) })
	c.report(removed)
}

// entry returns the entry that stores v for k from now on.
func (c *Cache[K, V]) entry(k K, v V, ttl time.Duration) entry[K, V] {
	e := entry[K, V]{key: k, value: v, weight: 1}
	if c.cfg.Weigh != nil {
		e.weight = c.cfg.Weigh(k, v)
	}
	if ttl == 0 && c.cfg.RefreshAfter == 0 {
		return e
	}
	now := c.now()
	if ttl != 0 {
		e.expires = now + c.jitter(ttl)
	}
	if c.cfg.RefreshAfter > 0 {
		e.refresh = now + c.jitter(c.cfg.RefreshAfter)
	}
	return e
}

// jitter shortens d by a random part.
func (c *Cache[K, V]) jitter(d time.Duration) int64 {
	if c.cfg.Jitter == 0 {
		return int64(d)
	}
	return int64(d) - int64(rand.Float64()*c.cfg.Jitter*float64(d))
}

// Delete removes k and reports whether it was there.
func (c *Cache[K, V]) Delete(k K) bool {
	var r Removal[K, V]
	var ok bool
	c.overtake(k, func() { r, ok = c.store.remove(k, c.now()) })
	if ok {
		c.report([]Removal[K, V]{r})
	}
	return ok && r.Reason == Deleted
}

// Clear removes everything, also what the loads under way will bring.
func (c *Cache[K, V]) Clear() {
	c.loads.mu.Lock()
	clear(c.loads.byKey)
	c.loads.listed.Store(0)
	removed := c.store.clear(c.now())
	c.loads.mu.Unlock()
	if c.errors != nil {
		c.errors.Clear()
	}
	c.report(removed)
}

// All returns the entries that are alive, in no order. It sees each once that is there
// all the time; the loop may change the cache.
func (c *Cache[K, V]) All() iter.Seq2[K, V] {
	return func(yield func(K, V) bool) {
		for _, e := range c.store.snapshot() {
			if (e.expires == 0 || e.expires > c.now()) && !yield(e.key, e.value) {
				return
			}
		}
	}
}

// Len returns the number of entries, those included that are dead and not yet removed.
func (c *Cache[K, V]) Len() int { return c.store.len() }

func (c *Cache[K, V]) report(removed []Removal[K, V]) {
	for _, r := range removed {
		switch r.Reason {
		case Evicted:
			c.count(evictionsCount, 1)
		case Expired:
			c.count(expirationsCount, 1)
		}
		if c.cfg.OnRemove != nil {
			c.cfg.OnRemove(r)
		}
	}
}
