package concurrency

import (
	"iter"
	"math"
	"runtime"

	"github.com/goconcepts/cookbook/internal/outcome"
)

// feed runs the source.
func (s *streaming[T, R]) feed(src iter.Seq[T]) {
	outcome.Run(func() { src(s.publish) }, func(o outcome.Outcome) {
		switch o.Kind {
		case outcome.Returned:
		case outcome.Panicked:
			s.broken.panic = &PanicError{Index: -1, Value: o.Value, Stack: o.Stack}
		default:
			s.broken.err = ErrGoexit
		}
		s.over.Store(true)
		s.wakeConsumer(s.limit.Load())
		s.wakeAll()
	})
}

// publish is the yield of the source. It returns when there is room for the next
// item, which the source makes before it yields again.
func (s *streaming[T, R]) publish(item T) bool {
	at := s.limit.Load()
	if at < 0 || at == math.MaxInt {
		return false
	}
	c := &s.items[int(at)&s.mask]
	if !s.ordered {
		for c.held.Load() { // a worker is about to take the item of the last turn
			runtime.Gosched()
		}
		c.held.Store(true)
	}
	c.item = item
	if !s.limit.CompareAndSwap(at, at+1) { // stopped
		return false
	}
	if s.idle.Load() > 0 {
		s.wake()
	}
	return s.waitForRoom(at + 1)
}

// waitForRoom waits until fewer than ahead items are read and not consumed.
func (s *streaming[T, R]) waitForRoom(at int64) bool {
	for at-s.consumed.Load() >= int64(s.ahead) {
		s.full.Store(true)
		if at-s.consumed.Load() < int64(s.ahead) && s.full.CompareAndSwap(true, false) {
			break
		}
		select {
		case <-s.room:
		case <-s.ended:
			return false
		}
	}
	return true
}
