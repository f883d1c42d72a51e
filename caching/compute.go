package caching

// Compute changes the value of k in one step that no other Set, Delete or Compute
// of k comes between. f is given the value and whether there is one, and returns the new
// value and whether to keep it; if not, k is removed. Compute returns what f returned last.
//
// f runs without a lock and may use the cache. When another writer of k was faster, f is
// called again with what that one stored. A panic in f leaves the cache as it was.
func (c *Cache[K, V]) Compute(k K, f func(old V, ok bool) (V, bool)) (V, bool) {
	for {
		old, version := c.store.look(k)
		there := c.judge(&old, version != 0) > stale
		if !there {
			old = item[V]{}
		}
		v, keep := f(old.value, there)
		gone := c.removals()
		var done bool
		if keep {
			e := c.entry(k, v, c.cfg.TTL)
			c.overtake(k, func() { done = c.store.putIf(&e, when{version: &version}, c.clock(), &gone) })
		} else {
			c.overtake(k, func() {
				done = c.store.remove(k, &version, c.clock(), Deleted, &gone) || version == 0
			})
		}
		if done {
			c.report(&gone)
			return v, keep
		}
	}
}
