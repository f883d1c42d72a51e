package caching

import (
	"context"
	"errors"
	"slices"
)

// GetMany returns the values of ks, calling bulk once for all that are not there
// and that nobody else is loading. A key that bulk does not return is not in the
// result; with NegativeTTL that is remembered. On an error the result holds what could be had.
//
// It keeps the promises of [Cache.GetOrLoad] and the two join each other's loads.
func (c *Cache[K, V]) GetMany(ctx context.Context, ks []K, bulk func(context.Context, []K) (map[K]V, error)) (map[K]V, error) {
	found := make(map[K]V, len(ks))
	asked := make(map[K]bool, len(ks))
	var due, absent []K
	for _, k := range ks {
		if asked[k] {
			continue
		}
		if k == k {
			asked[k] = true
		}
		e, s := c.lookup(k)
		switch {
		case s == missing:
			absent = append(absent, k)
			continue
		case s != fresh:
			due = append(due, k)
		}
		found[k] = e.value
	}
	run := func(ctx context.Context, l *load[K, V]) {
		if l.values, l.err = bulk(ctx, slices.Clone(l.keys)); l.values == nil {
			l.values = map[K]V{}
		}
	}
	if len(due) > 0 {
		c.refresh(ctx, due, run)
	}
	return found, c.loadMany(ctx, absent, found, run)
}

// awaited is a key and the load that is to bring it.
type awaited[K comparable, V any] struct {
	key  K
	load *load[K, V]
}

// loadMany waits for the keys, whoever loads them, and adds their values to found.
func (c *Cache[K, V]) loadMany(ctx context.Context, keys []K, found map[K]V, run func(context.Context, *load[K, V])) error {
	var errs []error
	told := map[*load[K, V]]bool{} // one error a load, however many keys it was to bring
	for len(keys) > 0 {
		all, err := c.joinMany(ctx, keys, found, run)
		errs = append(errs, err)
		keys = nil
		for _, a := range all {
			switch v, err := c.wait(ctx, a.key, a.load); {
			case err == nil:
				found[a.key] = v
			case errors.Is(err, errLimited):
				keys = append(keys, a.key)
			case !errors.Is(err, ErrNotFound) && !told[a.load]:
				told[a.load] = true
				errs = append(errs, err)
			}
		}
	}
	return errors.Join(errs...)
}

// joinMany is join for many keys: those that nobody loads share one load.
func (c *Cache[K, V]) joinMany(ctx context.Context, keys []K, found map[K]V, run func(context.Context, *load[K, V])) (all []awaited[K, V], err error) {
	if ctx.Err() != nil {
		return nil, gaveUp(ctx)
	}
	var errs []error
	var idle []K
	var versions []uint32
	c.loads.mu.Lock()
	defer c.loads.mu.Unlock()
	for _, k := range keys {
		it, version := c.store.look(k)
		if c.judge(&it, version != 0) != missing {
			found[k] = it.value
			continue
		}
		if err, ok := c.remembered(k); ok {
			if !errors.Is(err, ErrNotFound) {
				errs = append(errs, err)
			}
			continue
		}
		l, ok := c.loads.byKey[k]
		if !ok {
			idle, versions = append(idle, k), append(versions, version)
			continue
		}
		l.waiting++
		all = append(all, awaited[K, V]{k, l})
	}
	if len(idle) > 0 {
		l := c.start(ctx, idle, versions, false, run)
		l.waiting += len(idle)
		for _, k := range idle {
			all = append(all, awaited[K, V]{k, l})
		}
	}
	return all, errors.Join(errs...)
}

// remembered returns the error that NegativeTTL remembers of k.
func (c *Cache[K, V]) remembered(k K) (error, bool) {
	if c.errors == nil {
		return nil, false
	}
	return c.errors.Get(k)
}
