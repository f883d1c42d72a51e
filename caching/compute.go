package caching

// Compute changes the value of k in one step that no other Set, Delete or Compute
// of k comes between. f is given the value and whether there is one, and returns the new
// value and whether to keep it; if not, k is removed. Compute returns what f returned last.
//
// f runs without a lock and may use the cache. When another writer of k was faster, f is
// called again with what that one stored. A panic in f leaves the cache as it was.
func (c *Cache[K, V]) Compute(k K, f func(old V, ok bool) (V, bool)) (V, bool) {
	for {
		old, state := c.peek(k)
		version := old.version
		if state <= stale {
			var zero V
			old.value = zero
		}
		v, keep := f(old.value, state > stale)
		var removed []Removal[K, V]
		var done bool
		if keep {
			e := c.entry(k, v, c.cfg.TTL)
			c.overtake(k, func() { removed, done = c.store.putIf(e, version, c.now()) })
		} else {
			c.overtake(k, func() { removed, done = c.removeIf(k, version) })
		}
		if done {
			c.report(removed)
			return v, keep
		}
	}
}

func (c *Cache[K, V]) removeIf(k K, version uint64) ([]Removal[K, V], bool) {
	if version == 0 {
		return nil, true
	}
	r, ok := c.store.removeIf(k, version, c.now())
	return []Removal[K, V]{r}, ok
}
