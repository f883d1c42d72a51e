package caching

import (
	"container/list"
	"sync"
)

// Cache holds at most Capacity entries. It is safe for use by several goroutines
// and must not be copied.
type Cache[K comparable, V any] struct {
	cfg     Config[K, V]
	mu      sync.Mutex
	entries map[K]*list.Element
	order   *list.List // front: most recently used
}

type entry[K comparable, V any] struct {
	key   K
	value V
}

// New returns an empty cache, or an error that names the setting which is wrong.
func New[K comparable, V any](cfg Config[K, V]) (*Cache[K, V], error) {
	if err := cfg.check(); err != nil {
		return nil, err
	}
	return &Cache[K, V]{cfg: cfg, entries: make(map[K]*list.Element), order: list.New()}, nil
}

// Get returns the value of k and whether it was there.
func (c *Cache[K, V]) Get(k K) (V, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.entries[k]
	if !ok {
		var zero V
		return zero, false
	}
	c.order.MoveToFront(e)
	return e.Value.(*entry[K, V]).value, true
}

// Set stores v for k; the next Get of k returns it.
func (c *Cache[K, V]) Set(k K, v V) {
	if k != k {
		return // such a key could never be found again, only fill the cache
	}
	removed, ok := c.set(k, v)
	if ok && c.cfg.OnRemove != nil {
		c.cfg.OnRemove(removed)
	}
}

func (c *Cache[K, V]) set(k K, v V) (removed Removal[K, V], ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e, ok := c.entries[k]; ok {
		old := e.Value.(*entry[K, V])
		removed = Removal[K, V]{k, old.value, Replaced}
		old.value = v
		c.order.MoveToFront(e)
		return removed, true
	}
	if len(c.entries) == c.cfg.Capacity {
		old := c.order.Remove(c.order.Back()).(*entry[K, V])
		delete(c.entries, old.key)
		removed, ok = Removal[K, V]{old.key, old.value, Evicted}, true
	}
	c.entries[k] = c.order.PushFront(&entry[K, V]{k, v})
	return removed, ok
}

// Delete removes k and reports whether it was there.
func (c *Cache[K, V]) Delete(k K) bool {
	c.mu.Lock()
	e, ok := c.entries[k]
	if ok {
		delete(c.entries, k)
		c.order.Remove(e)
	}
	c.mu.Unlock()
	if ok && c.cfg.OnRemove != nil {
		c.cfg.OnRemove(Removal[K, V]{k, e.Value.(*entry[K, V]).value, Deleted})
	}
	return ok
}

// Len returns the number of entries.
func (c *Cache[K, V]) Len() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.entries)
}
