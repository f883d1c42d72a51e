package caching

import (
	"runtime"
	"slices"

	"github.com/goconcepts/cookbook/internal/outcome"
)

// Recursive returns a function with a memory that calls itself through its first
// argument. It may go as deep as there is memory: every few thousand levels go on in a
// fresh goroutine, so that no stack comes near the runtime's limit. A key that needs
// itself panics with a [*CycleError] that shows some of the keys on the way round. A panic that
// crosses goroutines arrives as a [*PanicError] with f's stack. Two goroutines that ask at the same
// time may both call f for a key. self must be called in the goroutine that f was called in.
func Recursive[K comparable, V any](f func(self func(K) V, k K) V, cfg Config[K, V]) (func(K) V, error) {
	c, err := New(cfg)
	if err != nil {
		return nil, err
	}
	return func(k K) V {
		if v, ok := c.Get(k); ok {
			return v
		}
		d := &descent[K, V]{cache: c, f: f}
		d.self = d.call
		return d.enter(k)
	}, nil
}

// levelsPerStack is how deep a recursion goes before it changes to a fresh goroutine.
const levelsPerStack = 4096

// descent is one outermost call of a function made by Recursive.
type descent[K comparable, V any] struct {
	cache *Cache[K, V]
	f     func(self func(K) V, k K) V
	self  func(K) V
	depth int
	hops  []K // the keys at which fresh goroutines began
}

func (d *descent[K, V]) call(k K) V {
	if v, ok := d.cache.Get(k); ok {
		return v
	}
	return d.enter(k)
}

// enter computes k, which the cache does not have.
func (d *descent[K, V]) enter(k K) V {
	d.depth++
	var v V
	if d.depth%levelsPerStack == 0 {
		v = d.hop(k)
	} else {
		v = d.f(d.self, k)
	}
	d.depth--
	d.cache.Set(k, v)
	return v
}

// hop calls f in a fresh goroutine and waits for it. It ends here as it ended there.
func (d *descent[K, V]) hop(k K) (v V) {
	if i := slices.Index(d.hops, k); i >= 0 {
		panic(cycleOf(append(d.hops[i:], k)))
	}
	d.hops = append(d.hops, k)
	ended := make(chan outcome.Outcome, 1)
	go outcome.Run(func() { v = d.f(d.self, k) }, func(o outcome.Outcome) { ended <- o })
	o := <-ended
	d.hops = d.hops[:len(d.hops)-1]
	if o.Kind == outcome.Exited {
		runtime.Goexit()
	}
	if o.Kind == outcome.Panicked {
		panic(asPanic(o))
	}
	return v
}

// asPanic returns what to panic with in the goroutine that waited: the value with
// its stack, once.
func asPanic(o outcome.Outcome) error {
	switch v := o.Value.(type) {
	case *PanicError:
		return v
	case *CycleError:
		return v
	}
	return &PanicError{Value: o.Value, Stack: o.Stack}
}

func cycleOf[K any](keys []K) *CycleError {
	e := &CycleError{}
	for _, k := range keys {
		e.Keys = append(e.Keys, k)
	}
	return e
}
