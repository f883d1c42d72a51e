package caching

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"github.com/goconcepts/cookbook/internal/outcome"
)

// refreshLimit is how long a load in the background may take.
const refreshLimit = time.Minute

// errLimited tells a caller who joined a load in the background that the load's
// limit ended it. The limit is not the caller's, so it loads anew.
var errLimited = errors.New("caching: refresh: limit reached")

// loads are the loads under way. A load is listed under each of its keys until it
// ends, is overtaken by a Set or Delete, or is given up by the last who waited.
type loads[K comparable, V any] struct {
	mu     sync.Mutex
	byKey  map[K]*load[K, V]
	listed atomic.Int64 // len(byKey), for those who only ask whether there is any
}

// load is one call of a loader.
type load[K comparable, V any] struct {
	waits
	keys       []K
	versions   []uint32      // of what the keys had when they were looked for
	done       chan struct{} // closed when the fields below are final
	value      V             // of a load of one key
	values     map[K]V       // of a load of many
	err        error
	limited    bool // the limit of the background ended it
	background bool
	waiting    int // guarded by loads.mu
	cancel     context.CancelFunc
}

// result is what the load brought for k.
func (l *load[K, V]) result(k K) (v V, err error) {
	if l.err != nil {
		return v, l.err
	}
	if l.values == nil {
		return l.value, nil
	}
	v, ok := l.values[k]
	if !ok {
		return v, ErrNotFound
	}
	return v, nil
}

// GetOrLoad returns the value of k, calling load for it if need be. However many
// callers wait for k, load is called once; its value is stored unless a Set, Delete
// or Clear came meanwhile, and goes to all who waited in any case.
//
// A caller whose ctx ends stops waiting at once, with an error that wraps ctx's. The context
// given to load has ctx's values, and ends when the last waiting caller has left. load
// should hand it on: a load that then needs itself is a [*CycleError] and not a deadlock.
// A panic in load is a [*PanicError], a Goexit is [ErrGoexit]; every other error is
// handed on as it is. Errors are not remembered, unless Config.NegativeTTL is set.
//
// A hit costs what Get costs. A load runs in a goroutine of its own, which ends with it.
func (c *Cache[K, V]) GetOrLoad(ctx context.Context, k K, load func(context.Context, K) (V, error)) (V, error) {
	it, state := c.lookup(k)
	if state == fresh {
		return it.value, nil
	}
	return c.getOrLoad(ctx, k, it.value, state, load)
}

func (c *Cache[K, V]) getOrLoad(ctx context.Context, k K, v V, state state, call func(context.Context, K) (V, error)) (V, error) {
	run := func(ctx context.Context, l *load[K, V]) { l.value, l.err = call(ctx, k) }
	if state == due || state == stale {
		c.refresh(ctx, []K{k}, run)
		return v, nil
	}
	for {
		l, v, err := c.join(ctx, k, run)
		if l == nil {
			return v, err
		}
		if v, err = c.wait(ctx, k, l); !errors.Is(err, errLimited) {
			return v, err
		}
	}
}

// join returns the load of k to wait for, or what came in the meantime.
func (c *Cache[K, V]) join(ctx context.Context, k K, run func(context.Context, *load[K, V])) (l *load[K, V], v V, err error) {
	if ctx.Err() != nil {
		return nil, v, gaveUp(ctx)
	}
	c.loads.mu.Lock()
	defer c.loads.mu.Unlock()
	it, version := c.store.look(k)
	if c.judge(&it, version != 0) != missing {
		return nil, it.value, nil
	}
	if err, ok := c.remembered(k); ok {
		return nil, v, err
	}
	l, ok := c.loads.byKey[k]
	if !ok {
		l = c.start(ctx, []K{k}, []uint32{version}, false, run)
	}
	l.waiting++
	return l, v, nil
}

// refresh loads keys in the background, but for those that are being loaded.
func (c *Cache[K, V]) refresh(ctx context.Context, keys []K, run func(context.Context, *load[K, V])) {
	c.loads.mu.Lock()
	defer c.loads.mu.Unlock()
	idle := keys[:0]
	var versions []uint32
	for _, k := range keys {
		if _, ok := c.loads.byKey[k]; !ok {
			_, version := c.store.look(k)
			idle, versions = append(idle, k), append(versions, version)
		}
	}
	if len(idle) > 0 {
		c.start(ctx, idle, versions, true, run)
	}
}

// start runs a load of keys, which had the versions, in a new goroutine; c.loads.mu is held.
func (c *Cache[K, V]) start(ctx context.Context, keys []K, versions []uint32, background bool, run func(context.Context, *load[K, V])) *load[K, V] {
	l := &load[K, V]{keys: keys, versions: versions, done: make(chan struct{}), background: background}
	for _, k := range keys {
		if k == k { // a key that equals no other could never be taken off the list
			c.loads.byKey[k] = l
		}
	}
	c.loads.listed.Store(int64(len(c.loads.byKey)))
	ctx = context.WithValue(context.WithoutCancel(ctx), waitsKey{}, &l.waits)
	if background {
		ctx, l.cancel = context.WithTimeout(ctx, refreshLimit) // #nosec G118 -- called when the load ends.
	} else {
		ctx, l.cancel = context.WithCancel(ctx) // #nosec G118 -- called when the load ends.
	}
	c.count(loadsCount)
	go c.run(ctx, l, run)
	return l
}

// run calls the loader and ends the load, however the loader ends.
func (c *Cache[K, V]) run(ctx context.Context, l *load[K, V], run func(context.Context, *load[K, V])) {
	var entries []loaded[K, V]
	outcome.Run(func() {
		run(ctx, l)
		entries = c.loaded(l) // calls Weigh, which is the caller's code too
	}, func(o outcome.Outcome) {
		switch o.Kind {
		case outcome.Panicked:
			l.err = &PanicError{Value: o.Value, Stack: o.Stack}
		case outcome.Exited:
			l.err = ErrGoexit
		}
		l.limited = l.background && l.err != nil && ctx.Err() != nil
		c.finish(l, entries)
	})
}

// loaded is an entry to store unless a write that began before the load, and took
// effect after the load had looked, has stored another one.
type loaded[K comparable, V any] struct {
	entry   entry[K, V]
	version uint32
}

// loaded returns what a load that succeeded brought, ready to be stored.
func (c *Cache[K, V]) loaded(l *load[K, V]) (entries []loaded[K, V]) {
	for i, k := range l.keys {
		if v, err := l.result(k); err == nil {
			entries = append(entries, loaded[K, V]{c.entry(k, v, c.cfg.TTL), l.versions[i]})
		}
	}
	return entries
}

// finish stores what the load brought for the keys it is still listed under, and
// wakes those who wait.
func (c *Cache[K, V]) finish(l *load[K, V], entries []loaded[K, V]) {
	gone := c.removals()
	c.loads.mu.Lock()
	for i := range entries {
		if e := &entries[i]; l.err == nil && c.loads.byKey[e.entry.key] == l {
			c.store.putIf(&e.entry, when{&e.version, true}, c.clock(), &gone)
			if c.errors != nil {
				c.errors.Delete(e.entry.key)
			}
		}
	}
	for _, k := range l.keys {
		if c.loads.byKey[k] != l {
			continue
		}
		delete(c.loads.byKey, k)
		if _, err := l.result(k); c.errors != nil && lasting(err) {
			c.errors.Set(k, err)
		}
	}
	c.loads.listed.Store(int64(len(c.loads.byKey)))
	c.loads.mu.Unlock()
	l.cancel()
	if l.err != nil {
		c.count(failuresCount)
	}
	close(l.done)
	c.report(&gone)
	c.reportErrors(l)
}

func (c *Cache[K, V]) reportErrors(l *load[K, V]) {
	if !l.background || c.cfg.OnError == nil {
		return
	}
	for _, k := range l.keys {
		if _, err := l.result(k); err != nil {
			c.cfg.OnError(k, err)
		}
	}
}

// lasting reports whether err says something about the key and not about one call.
func lasting(err error) bool {
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, ErrGoexit) {
		return false
	}
	_, panicked := errors.AsType[*PanicError](err)
	_, cycle := errors.AsType[*CycleError](err)
	return !panicked && !cycle
}

// wait waits for the load of k or the end of ctx, whichever is first.
func (c *Cache[K, V]) wait(ctx context.Context, k K, l *load[K, V]) (v V, err error) {
	defer c.leave(l)
	if w := asking(ctx); w != nil {
		if err := w.begin(&l.waits, k); err != nil {
			return v, err
		}
		defer w.end(&l.waits)
	}
	select {
	case <-l.done:
	case <-ctx.Done():
		return v, gaveUp(ctx)
	}
	if l.limited {
		return v, errLimited
	}
	return l.result(k)
}

// leave ends one caller's wait. A load that nobody waits for any more is given up.
func (c *Cache[K, V]) leave(l *load[K, V]) {
	c.loads.mu.Lock()
	defer c.loads.mu.Unlock()
	l.waiting--
	if l.waiting > 0 || l.background {
		return
	}
	for _, k := range l.keys {
		if c.loads.byKey[k] == l {
			delete(c.loads.byKey, k)
		}
	}
	c.loads.listed.Store(int64(len(c.loads.byKey)))
	l.cancel()
}

// overtake makes the load of k, if there is one, keep its result to those who wait,
// and runs write before another load of k can begin or end. An error that is
// remembered of k is forgotten.
func (c *Cache[K, V]) overtake(k K, write func()) {
	if c.errors != nil {
		defer c.errors.Delete(k)
	}
	if c.loads.listed.Load() == 0 {
		write() // a load that begins from here on is the later one
		return
	}
	c.loads.mu.Lock()
	defer c.loads.mu.Unlock()
	delete(c.loads.byKey, k)
	c.loads.listed.Store(int64(len(c.loads.byKey)))
	write()
}
