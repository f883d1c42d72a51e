package caching

import (
	"context"
	"sync"
)

// Memo is a function that remembers. It is safe for use by several goroutines.
// Make one with [Memoize].
type Memo[K comparable, V any] struct {
	cache *Cache[K, V]
	f     func(context.Context, K) (V, error)
}

// Memoize returns f with a memory: Call is lru_cache's call, Forget one key's
// cache_clear, Stats its cache_info. All promises of [Cache.GetOrLoad] hold.
//
// When f is called for a few keys only, a map beside it suffices; when for one, sync.OnceValues.
func Memoize[K comparable, V any](f func(context.Context, K) (V, error), cfg Config[K, V]) (*Memo[K, V], error) {
	c, err := New(cfg)
	if err != nil {
		return nil, err
	}
	return &Memo[K, V]{c, f}, nil
}

// Call returns f(ctx, k), remembered or made now.
func (m *Memo[K, V]) Call(ctx context.Context, k K) (V, error) { return m.cache.GetOrLoad(ctx, k, m.f) }

// Forget forgets k and reports whether it was remembered. A call of f under way
// will not be remembered either.
func (m *Memo[K, V]) Forget(k K) bool { return m.cache.Delete(k) }

// Stats returns the counts so far.
func (m *Memo[K, V]) Stats() Stats { return m.cache.Stats() }

// Func returns f with a memory. Several goroutines that ask for one key at the
// same time cause one call, in the goroutine that asked first; a panic in it goes
// to the caller and makes the others try themselves. f must not need its own result
// for the same key: it would wait for itself. See [Recursive] for functions that call themselves.
func Func[K comparable, V any](f func(K) V, cfg Config[K, V]) (func(K) V, error) {
	c, err := New(cfg)
	if err != nil {
		return nil, err
	}
	m := &funcMemo[K, V]{cache: c, f: f, calls: make(map[K]*funcCall[V])}
	return m.call, nil
}

type funcMemo[K comparable, V any] struct {
	cache *Cache[K, V]
	f     func(K) V
	mu    sync.Mutex
	calls map[K]*funcCall[V]
}

type funcCall[V any] struct {
	done  chan struct{}
	value V
	ok    bool
}

func (m *funcMemo[K, V]) call(k K) V {
	for {
		if v, ok := m.cache.Get(k); ok {
			return v
		}
		m.mu.Lock()
		call, running := m.calls[k]
		if !running {
			call = &funcCall[V]{done: make(chan struct{})}
			if k == k {
				m.calls[k] = call
			}
		}
		m.mu.Unlock()
		if !running {
			m.run(k, call)
			return call.value
		}
		if <-call.done; call.ok {
			return call.value
		}
	}
}

// run calls f in this goroutine and wakes the others even if f panics or exits.
func (m *funcMemo[K, V]) run(k K, call *funcCall[V]) {
	defer func() {
		m.mu.Lock()
		delete(m.calls, k)
		m.mu.Unlock()
		close(call.done)
	}()
	call.value = m.f(k)
	m.cache.Set(k, call.value)
	call.ok = true
}

// Pair is the key of a function of two arguments. A struct keeps ("a", "bc") and
// ("ab", "c") apart, which a joined string does not.
type Pair[A, B comparable] struct {
	First  A
	Second B
}

// Func2 is [Func] for a function of two arguments.
func Func2[A, B comparable, V any](f func(A, B) V, cfg Config[Pair[A, B], V]) (func(A, B) V, error) {
	g, err := Func(func(p Pair[A, B]) V { return f(p.First, p.Second) }, cfg)
	if err != nil {
		return nil, err
	}
	return func(a A, b B) V { return g(Pair[A, B]{a, b}) }, nil
}
