package pool

// Lease is a resource in the hands of one caller, who ends it once, with Release,
// Destroy or Hijack. It is a small value and may be copied; all copies are one
// lease, and of several goroutines that end it one succeeds. The zero Lease has ended.
type Lease[T any] struct {
	pool  *Pool[T]
	slot  *slot[T]
	state uint64 // the lease is valid while this is the slot's
	guard *guard // with Config.LeakAfter: lost when no copy is left
}

// Value returns the resource, or T's zero value when the lease has ended. The
// resource must not be used after that.
func (l Lease[T]) Value() T {
	if l.slot == nil || l.slot.state.Load() != l.state {
		var zero T
		return zero
	}
	return l.slot.value
}

// end ends the lease, once. After that the caller owns the slot.
func (l Lease[T]) end() bool {
	if l.slot == nil || !l.slot.state.CompareAndSwap(l.state, l.state+ended) {
		return false
	}
	if l.guard != nil {
		l.pool.unwatch(l)
	}
	return true
}

// Release gives the resource back: to the first who waits, or to the idle ones. It
// returns [ErrReleased], and does nothing, if the lease has ended.
func (l Lease[T]) Release() error {
	if l.slot == nil || l.pool.stamped || l.guard != nil || l.pool.gate.Load() {
		return l.giveBack()
	}
	if !l.slot.state.CompareAndSwap(l.state, l.state+ended+idle) {
		return ErrReleased
	}
	if l.pool.gate.Load() {
		l.pool.settle(l.slot)
	}
	return nil
}

// giveBack is Release in two steps, with what is to be noted between them.
func (l Lease[T]) giveBack() error {
	if !l.end() {
		return ErrReleased
	}
	if l.pool.stamped {
		l.slot.used = l.pool.now()
	}
	l.pool.put(l.slot)
	return nil
}

// Destroy closes the resource and frees its place. It returns [ErrReleased], and does
// nothing, if the lease has ended. Close's error goes to Config.OnError.
func (l Lease[T]) Destroy() error {
	if !l.end() {
		return ErrReleased
	}
	l.pool.discard(l.slot)
	l.pool.refill()
	return nil
}

// Hijack takes the resource out of the pool for ever and frees its place: the caller
// closes it. It returns [ErrReleased] if the lease has ended.
func (l Lease[T]) Hijack() (T, error) {
	var zero T
	if !l.end() {
		return zero, ErrReleased
	}
	v := l.slot.value
	l.slot.value, l.slot.full = zero, false
	l.pool.vacate(l.slot)
	l.pool.refill()
	return v, nil
}
