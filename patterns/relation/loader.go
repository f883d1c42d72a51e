package relation

import (
	"context"
	"errors"
	"fmt"
)

// A Loader fetches the values of many keys at once. It holds no data, and may be used by
// several batches at the same time.
type Loader[K comparable, V any] struct {
	fetch func(context.Context, []K) (map[K]V, error)
}

// NewLoader returns the loader of a function that returns the values of the keys it is given, which
// are distinct. A key that is not in the map has the error that it returns, or [ErrNotFound] with nil, so that
// some keys may fail and others not. The function runs with the context of the batch, and must not use
// the map any more when it has returned. It may ask other loaders, in the same batch.
func NewLoader[K comparable, V any](fetch func(ctx context.Context, keys []K) (map[K]V, error)) *Loader[K, V] {
	return &Loader[K, V]{fetch: fetch}
}

// ErrNotFound is the error of a key that its loader's function found nothing for.
var ErrNotFound = errors.New("not found")

// Get returns the value of one key, which is fetched together with those that other goroutines of the
// batch ask for. It blocks until then, or until the batch's context ends. A key is fetched once
// in a batch. Only goroutines of the batch may call it: the one that runs Batched's function, and
// those of [Batch.Go].
//
// Gets one after the other in one goroutine are fetched one after the other: where the keys are
// known, ask for each in a goroutine of its own, or use [Load].
func Get[K comparable, V any](b *Batch, l *Loader[K, V], key K) (value V, err error) {
	r, err := l.round(b, key)
	if err != nil {
		return value, err
	}
	value, ok := r.values[key]
	switch {
	case ok:
		return value, nil
	case r.err != nil:
		return value, r.err
	default:
		return value, fmt.Errorf("relation: get: key %v: %w", key, ErrNotFound)
	}
}

// lane is what a batch knows of a loader.
type lane[K comparable, V any] struct {
	rounds map[K]*round[K, V] // by each key that was asked for
	next   *round[K, V]       // the last; it is open as long as its wave is the batch's next
}

// round is one call of the loader's function.
type round[K comparable, V any] struct {
	wave   *wave
	keys   []K
	values map[K]V // these two are there when the wave has finished
	err    error
}

var errNotFetched = errors.New("relation: get: the loader's function did not return")

// round returns the round of a key when it has finished.
func (l *Loader[K, V]) round(b *Batch, key K) (*round[K, V], error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	n, _ := b.loaders[l].(*lane[K, V])
	if n == nil {
		n = &lane[K, V]{rounds: map[K]*round[K, V]{}}
		b.loaders[l] = n
	}
	r := n.rounds[key]
	if r != nil && r.wave.finished {
		return r, nil
	}
	if b.ctx.Err() != nil {
		return nil, fmt.Errorf("relation: get: %w", context.Cause(b.ctx))
	}
	if r == nil {
		r = l.open(b, n)
		r.keys = append(r.keys, key)
		n.rounds[key] = r
	}
	return r, b.wait(r.wave)
}

// open returns the round that keys can be added to.
func (l *Loader[K, V]) open(b *Batch, n *lane[K, V]) *round[K, V] {
	if b.next == nil {
		b.next = &wave{done: make(chan struct{})}
	}
	if n.next == nil || n.next.wave != b.next {
		r := &round[K, V]{wave: b.next, err: errNotFetched}
		n.next = r
		b.next.fetches = append(b.next.fetches, func() {
			if b.ctx.Err() != nil {
				r.err = fmt.Errorf("relation: get: %w", context.Cause(b.ctx))
				return
			}
			r.values, r.err = l.fetch(b.ctx, r.keys)
		})
	}
	return n.next
}
