package concurrency

import (
	"context"
	"iter"
	"math/bits"
	"sync"
	"sync/atomic"
)

// streaming is one range over a stream: a source that fills the ring of items,
// workers that take from it as from a list that grows, and the consumer, who
// empties the ring of results. The limit of the job is the number of items read.
//
// Whoever finds nothing to do says so in an atomic, looks once more, and parks;
// whoever gives work looks at that atomic afterwards. No lock is held meanwhile.
type streaming[T, R any] struct {
	job
	f        func(context.Context, T) (R, error)
	ordered  bool
	failFast bool
	outer    context.Context
	ahead    int // most items read and not consumed
	low      int // a parked source goes on at so many
	mask     int // of the rings, whose length is a power of two
	items    []cell[T]
	results  []result[R]
	tickets  atomic.Int64 // results so far, when not ordered

	_        [128]byte
	idle     atomic.Int64 // workers that park
	waking   atomic.Bool  // one of them was woken and has not looked yet
	work     chan struct{}
	_        [128]byte
	consumed atomic.Int64
	full     atomic.Bool // the source parks
	room     chan struct{}
	_        [128]byte
	awaited  atomic.Int64 // the result that the consumer parks for, -1 when it does not
	ready    chan struct{}
	over     atomic.Bool // the source has ended
	source   sync.WaitGroup
	broken   failure // how the source ended, if not by returning
}

// cell holds an item until a worker takes it.
type cell[T any] struct {
	item T
	held atomic.Bool // used when results are not ordered
}

// result holds a result until the consumer takes it.
type result[R any] struct {
	value R
	err   error        // *PanicError for a panic
	turn  atomic.Int64 // 1 + the place of the result that is here; places share a slot in turn
}

// newStream returns a stream that nobody runs yet.
func newStream[T, R any](ctx context.Context, width, ahead int, ordered bool) *streaming[T, R] {
	s := &streaming[T, R]{ahead: ahead, ordered: ordered}
	s.outer = ctx
	s.inner, s.cancel = context.WithCancelCause(ctx)
	s.ended = s.inner.Done()
	s.workers = make([]worker, width)
	s.fails = s.failed
	s.job.loop = func(_ *job, w *worker) { s.loop(w) }
	s.block = 1
	if ordered { // a block waits for its turn anyway
		s.block = max(1, min(maxBlock, ahead/(4*width)))
	}
	if s.block > 1 {
		s.seldom = 15
	}
	if s.low = ahead - 1; ahead > 2*width+2 {
		s.low = ahead / 2 // park less often
	}
	size := 1 << bits.Len(uint(ahead-1))
	s.mask = size - 1
	s.items = make([]cell[T], size)
	s.results = make([]result[R], size)
	s.work = make(chan struct{}, width)
	s.room = make(chan struct{}, 1)
	s.ready = make(chan struct{}, 1)
	s.awaited.Store(-1)
	return s
}

// consume runs the stream in the goroutine of the consumer.
func (s *streaming[T, R]) consume(src iter.Seq[T], yield func(R, error) bool) {
	returned := false
	defer func() {
		s.stop(nil)
		s.running.Wait()
		s.source.Wait()
		if returned { // not when the loop's body panics: that goes on
			s.raise()
		}
	}()
	s.source.Go(func() { s.feed(src) })
	s.start(0)
	for at := 0; ; at++ {
		if !s.await(at) {
			s.last(at, yield)
			break
		}
		r := &s.results[at&s.mask]
		value, err := r.value, r.err
		if err != nil {
			if p, ok := err.(*PanicError); ok { //nolint:errorlint // recorded by the worker, never wrapped
				r.err = nil
				panic(p)
			}
			if s.failFast {
				s.last(at, yield)
				break
			}
		}
		s.release(r, at)
		if !yield(value, err) {
			break
		}
	}
	returned = true
}

// release gives the room of a consumed result back to the source.
func (s *streaming[T, R]) release(r *result[R], at int) {
	var none R
	r.value, r.err = none, nil
	s.consumed.Store(int64(at) + 1)
	if s.full.Load() && int(s.limit.Load())-at-1 <= s.low && s.full.CompareAndSwap(true, false) {
		s.room <- struct{}{}
	}
}

// await waits for the result at the given place, and returns false when there
// will be none: the source has ended, or the context.
func (s *streaming[T, R]) await(at int) bool {
	r := &s.results[at&s.mask]
	done := func() bool { return r.turn.Load() == int64(at)+1 }
	for {
		if done() {
			return true
		}
		s.awaited.Store(int64(at))
		switch {
		case done():
		case s.over.Load() && at == int(s.limit.Load()):
			return false
		case s.limit.Load() < 0:
			return false
		default:
			select {
			case <-s.ready:
				continue
			case <-s.ended:
				s.stop(nil)
				s.running.Wait()
				return !s.failFast && done()
			}
		}
		if !s.awaited.CompareAndSwap(int64(at), -1) {
			<-s.ready
		}
	}
}

// last yields the pair that ends a stream early, if it does.
func (s *streaming[T, R]) last(at int, yield func(R, error) bool) {
	var none R
	s.mu.Lock()
	first := s.job.failed
	s.mu.Unlock()
	switch {
	case first != nil && first.panic != nil: // raised at the end
	case first != nil:
		yield(none, &ItemError{Index: first.index, Err: withCause(s.outer, first.err)})
	case s.outer.Err() != nil:
		yield(none, withCause(s.outer, s.outer.Err()))
	case s.broken.err != nil:
		yield(none, s.broken.err)
	}
}

// raise raises the panics that the consumer has not seen: of items behind a
// break, and of the source.
func (s *streaming[T, R]) raise() {
	for i := range s.results {
		if p, ok := s.results[i].err.(*PanicError); ok { //nolint:errorlint // recorded by the worker, never wrapped
			panic(p)
		}
	}
	if s.broken.panic != nil {
		panic(s.broken.panic)
	}
}

// stop lets no more items be read or started.
func (s *streaming[T, R]) stop(cause error) {
	s.limit.Store(-1)
	s.cancel(cause)
	s.wakeAll()
}
