package decorators

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
)

// KeyedConfig bounds a [Keyed] function.
type KeyedConfig struct {
	Max int // keys, 1 to 1000000; 0 is 1024
}

// Keyed makes f a singleton for each key: f runs once for a key, and every
// caller gets that one value from then on. Calls for the same key wait for the
// one that runs f; calls for other keys do not.
//
// Values are kept for good, since a second instance is what a singleton must not
// have: when Max keys are there, a call for a new one is refused ([ErrFull]).
//
// A failure is not remembered:
//
//   - An error goes to all who waited, and the next call tries again.
//   - If it was the end of the running caller's own context, those who waited
//     try again at once, one of them running f.
//   - A panic or runtime.Goexit passes through in the caller that ran f; those
//     who waited try again as well.
//
// A hit takes no lock and allocates nothing. It starts no goroutine and is safe
// for concurrent use. If f asks for its own key it waits for itself, until its
// context ends.
//
// For one value, sync.OnceValues suffices; for values that may be dropped, use a cache.
func Keyed[K comparable, V any](f func(ctx context.Context, key K) (V, error), c KeyedConfig) (Func[K, V], error) {
	if c.Max == 0 {
		c.Max = 1024
	}
	if c.Max < 1 || c.Max > 1e6 {
		return nil, rangeError("KeyedConfig.Max", c.Max, "0 to 1000000")
	}
	if f == nil {
		return nil, fmt.Errorf("decorators: Keyed: nil function")
	}
	k := &keyed[K, V]{f: f, max: c.Max, fresh: map[K]*instance[V]{}}
	k.settled.Store(&map[K]*instance[V]{})
	return k.get, nil
}

// keyed holds the finished instances in a map that is never written, and all of
// them in a second one behind the lock. When the first has missed often enough
// to pay for a copy, the second takes its place.
type keyed[K comparable, V any] struct {
	f       func(context.Context, K) (V, error)
	max     int
	settled atomic.Pointer[map[K]*instance[V]]

	mu     sync.Mutex
	fresh  map[K]*instance[V]
	missed int // hits that had to take the lock since settled was last made
}

// instance is the value of one key. The fields above done are written before it
// is closed.
type instance[V any] struct {
	value V
	err   error
	again bool // err says nothing about the key: whoever waited tries again
	done  chan struct{}
}

func (k *keyed[K, V]) get(ctx context.Context, key K) (V, error) {
	if i, ok := (*k.settled.Load())[key]; ok {
		return i.value, nil
	}
	return k.find(ctx, key)
}

func (k *keyed[K, V]) find(ctx context.Context, key K) (V, error) {
	var none V
	for {
		if ctx.Err() != nil {
			return none, fmt.Errorf("decorators: keyed: %w", contextError(ctx))
		}
		k.mu.Lock()
		i, ok := k.fresh[key]
		if !ok {
			if len(k.fresh) >= k.max {
				k.mu.Unlock()
				return none, &RefusedError{Name: nameOf(ctx), Reason: ErrFull}
			}
			i = &instance[V]{done: make(chan struct{})}
			k.fresh[key] = i
			k.mu.Unlock()
			k.make(ctx, key, i)
			return i.value, i.err
		}
		k.settle()
		k.mu.Unlock()
		select {
		case <-i.done:
		default:
			select {
			case <-i.done:
			case <-ctx.Done():
				continue
			}
		}
		if i.err == nil {
			return i.value, nil
		}
		if !i.again {
			return none, i.err
		}
	}
}

// make runs f for the instance and forgets it if that fails.
func (k *keyed[K, V]) make(ctx context.Context, key K, i *instance[V]) {
	i.err, i.again = ErrNotReturned, true
	defer func() {
		if i.err != nil {
			k.mu.Lock()
			delete(k.fresh, key)
			k.mu.Unlock()
		}
		close(i.done)
	}()
	value, err := k.f(ctx, key)
	i.value, i.err, i.again = value, err, err != nil && ctx.Err() != nil
}

// settle counts a hit behind the lock, and now and then copies what is finished.
// The caller holds k.mu.
func (k *keyed[K, V]) settle() {
	if k.missed++; k.missed < len(k.fresh) {
		return
	}
	k.missed = 0
	settled := make(map[K]*instance[V], len(k.fresh))
	for key, i := range k.fresh {
		select {
		case <-i.done:
			if i.err == nil {
				settled[key] = i
			}
		default:
		}
	}
	k.settled.Store(&settled)
}
