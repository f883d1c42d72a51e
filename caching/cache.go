package caching

import (
	"iter"
	"math"
	"math/rand/v2"
	"sync/atomic"
	"time"
)

// Cache holds at most Capacity entries. It is safe for use by several goroutines
// and must not be copied. Make one with [New].
type Cache[K comparable, V any] struct {
	cfg    Config[K, V]
	began  time.Time
	timed  atomic.Bool // whether any entry was given a time
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
	c := &Cache[K, V]{cfg: cfg, began: time.Now(), store: newStore[K, V](cfg.Capacity, cfg.Policy, cfg.Weigh != nil)}
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
func (c *Cache[K, V]) now() int64 { return int64(time.Since(c.began)) + 1 }

// clock is now, if any entry may have a time, and else zero, at which none is dead.
func (c *Cache[K, V]) clock() int64 {
	if !c.timed.Load() {
		return 0
	}
	return c.now()
}

// state is how good an entry is.
type state uint8

const (
	missing state = iota // not there, or dead
	stale                // past its TTL, within StaleFor
	due                  // alive, past RefreshAfter
	fresh
)

// judge returns how good an item is, if there is one.
func (c *Cache[K, V]) judge(it *item[V], there bool) state {
	if !there {
		return missing
	}
	if it.expires|it.refresh == 0 {
		return fresh
	}
	switch now := c.now(); {
	case it.expires == 0 || now < it.expires:
		if it.refresh != 0 && it.refresh <= now {
			return due
		}
		return fresh
	case now-it.expires < int64(c.cfg.StaleFor):
		return stale
	}
	return missing
}

// peek returns the item of k as GetOrLoad sees it.
func (c *Cache[K, V]) peek(k K) (item[V], state) {
	it, ok := c.store.get(k)
	return it, c.judge(&it, ok)
}

// lookup is peek, counted.
func (c *Cache[K, V]) lookup(k K) (item[V], state) {
	it, s := c.peek(k)
	if s == missing {
		c.count(missesCount)
	} else {
		c.count(hitsCount)
	}
	return it, s
}

// Get returns the value of k and whether it is there, younger than its TTL.
func (c *Cache[K, V]) Get(k K) (V, bool) {
	it, ok := c.store.get(k)
	if !ok || (it.expires|it.refresh != 0 && c.judge(&it, true) <= stale) {
		c.count(missesCount)
		var zero V
		return zero, false
	}
	c.count(hitsCount)
	return it.value, true
}

// Set stores v for k; the next Get of k returns it.
func (c *Cache[K, V]) Set(k K, v V) { c.SetTTL(k, v, c.cfg.TTL) }

// SetTTL is Set with a lifetime of its own for this entry, 0 for none. A negative
// one means that the entry is dead already: SetTTL then is Delete.
func (c *Cache[K, V]) SetTTL(k K, v V, ttl time.Duration) {
	e := c.entry(k, v, ttl)
	gone := c.removals()
	if c.errors == nil && c.loads.listed.Load() == 0 { // a load that begins from here on is the later one
		c.store.put(&e, c.clock(), &gone)
	} else {
		c.overtake(k, func() { c.store.put(&e, c.clock(), &gone) })
	}
	c.report(&gone)
}

// entry returns the entry that stores v for k from now on.
func (c *Cache[K, V]) entry(k K, v V, ttl time.Duration) entry[K, V] {
	e := entry[K, V]{key: k, weight: 1, item: item[V]{value: v}}
	if c.cfg.Weigh != nil {
		e.weight = c.cfg.Weigh(k, v)
	}
	if ttl == 0 && c.cfg.RefreshAfter == 0 {
		return e
	}
	if !c.timed.Load() {
		c.timed.Store(true)
	}
	now := c.now()
	if ttl != 0 {
		e.expires = later(now, c.jitter(ttl))
	}
	if c.cfg.RefreshAfter > 0 {
		e.refresh = later(now, c.jitter(c.cfg.RefreshAfter))
	}
	return e
}

// later is now and d, within what an int64 holds and never the zero that means never.
func later(now, d int64) int64 {
	if d > math.MaxInt64-now {
		return math.MaxInt64
	}
	return max(now+d, 1)
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
	gone := c.removals()
	alive := false
	c.overtake(k, func() {
		it, version := c.store.look(k)
		alive = c.judge(&it, version != 0) > stale
		alive = c.store.remove(k, nil, c.clock(), Deleted, &gone) && alive
	})
	c.report(&gone)
	return alive
}

// Clear removes everything, also what the loads under way will bring.
func (c *Cache[K, V]) Clear() {
	c.loads.mu.Lock()
	clear(c.loads.byKey)
	c.loads.listed.Store(0)
	gone := c.removals()
	c.store.clear(c.clock(), &gone)
	c.loads.mu.Unlock()
	if c.errors != nil {
		c.errors.Clear()
	}
	c.report(&gone)
}

// All returns the entries that are alive, in no order. It sees each once that is there
// all the time; the loop may change the cache.
func (c *Cache[K, V]) All() iter.Seq2[K, V] {
	return func(yield func(K, V) bool) {
		for i := range c.store.shards {
			for _, e := range c.store.shards[i].entries() {
				if c.judge(&e.item, true) > stale && !yield(e.key, e.value) {
					return
				}
			}
		}
	}
}

// Len returns the number of entries, those included that are dead and not yet removed.
func (c *Cache[K, V]) Len() int { return c.store.len() }

func (c *Cache[K, V]) removals() removals[K, V] {
	return removals[K, V]{listen: c.cfg.OnRemove != nil}
}

func (c *Cache[K, V]) report(gone *removals[K, V]) {
	for _, r := range gone.list {
		c.cfg.OnRemove(r)
	}
}
