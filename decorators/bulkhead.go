package decorators

import (
	"container/list"
	"context"
	"fmt"
	"math"
	"sync"
	"sync/atomic"
)

// BulkheadConfig says how many calls a [Bulkhead] admits. Limit has no default.
type BulkheadConfig struct {
	Limit int // calls in flight, 1 or more; no default
	Queue int // calls that may wait for a place; 0 refuses at once
}

// Bulkhead bounds the calls in flight, a [Gate]: one slow dependency then fills
// its own compartment and not the ship. Calls beyond the limit wait in a bounded
// queue, first come first served, until a place is free or their context ends;
// beyond the queue they are refused at once.
//
// With a place free a call takes two atomic operations and allocates nothing; a
// wait allocates its place in the queue. It starts no goroutine, is safe for
// concurrent use and must not be copied.
//
// To bound goroutines that you start yourself, a buffered channel suffices.
type Bulkhead struct {
	limit, queue uint64
	state        atomic.Uint64 // the calls waiting, 32 bits, and the calls inside; waiting changes with mu held

	mu      sync.Mutex
	waiters list.List // of chan struct{}, closed when the place is theirs
}

const oneWaiting = 1 << 32

// NewBulkhead returns an empty bulkhead. A field out of its range is an error.
func NewBulkhead(c BulkheadConfig) (*Bulkhead, error) {
	if c.Limit < 1 || c.Limit > math.MaxInt32 {
		return nil, rangeError("BulkheadConfig.Limit", c.Limit, "1 to 2147483647")
	}
	if c.Queue < 0 || c.Queue > math.MaxInt32 {
		return nil, rangeError("BulkheadConfig.Queue", c.Queue, "0 to 2147483647")
	}
	return &Bulkhead{limit: uint64(c.Limit), queue: uint64(c.Queue)}, nil
}

// Enter takes a place, after a wait perhaps. The error is a [*RefusedError] with
// [ErrFull], or the context's.
func (b *Bulkhead) Enter(ctx context.Context) (uint64, error) {
	for {
		s := b.state.Load()
		if s >= b.limit { // also whenever somebody waits
			return 0, b.wait(ctx)
		}
		if b.state.CompareAndSwap(s, s+1) {
			return 0, nil
		}
	}
}

func (b *Bulkhead) wait(ctx context.Context) error {
	b.mu.Lock()
	for {
		s := b.state.Load()
		if s < b.limit { // somebody has left meanwhile
			if b.state.CompareAndSwap(s, s+1) {
				b.mu.Unlock()
				return nil
			}
			continue
		}
		if s/oneWaiting >= b.queue {
			b.mu.Unlock()
			return &RefusedError{Name: nameOf(ctx), Reason: ErrFull}
		}
		if b.state.CompareAndSwap(s, s+oneWaiting) {
			break
		}
	}
	granted := make(chan struct{})
	place := b.waiters.PushBack(granted)
	b.mu.Unlock()

	select {
	case <-granted:
		return nil
	case <-ctx.Done():
	}
	b.mu.Lock()
	select {
	case <-granted: // at the same moment: hand the place on
		b.mu.Unlock()
		b.Leave(ctx, 0, nil)
	default:
		b.waiters.Remove(place)
		b.state.Add(^uint64(oneWaiting - 1))
		b.mu.Unlock()
	}
	return fmt.Errorf("decorators: bulkhead: %w", contextError(ctx))
}

// Leave gives the place to whoever has waited longest, or frees it.
func (b *Bulkhead) Leave(context.Context, uint64, error) {
	for {
		s := b.state.Load()
		if s < oneWaiting {
			if b.state.CompareAndSwap(s, s-1) {
				return
			}
			continue
		}
		b.mu.Lock()
		first := b.waiters.Front()
		if first != nil {
			close(b.waiters.Remove(first).(chan struct{}))
			b.state.Add(^uint64(oneWaiting - 1)) // the place stays taken, by the one who waited
		}
		b.mu.Unlock()
		if first != nil {
			return
		}
	}
}
