package concurrency

import (
	"context"
	"errors"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
)

// job hands the items 0 to n-1 to workers, each item once.
//
// Blocks of items are claimed from one cursor in the order of their index; a
// worker that finds the cursor at its end steals the upper half of another's
// span. So no worker rests while there is an item that nobody has started, and
// items that wait for each other are all in flight if there are workers enough.
//
// Items at or above limit are not started. The first failure lowers it to its
// index, so that all items before are still completed; a cancelled context
// lowers it to zero.
type job struct {
	n, block int
	rule     rule
	inner    context.Context         // for the items
	ended    <-chan struct{}         // of the caller's
	seldom   int                     // which items ask for its end: those with none of these bits
	cancel   context.CancelCauseFunc // of inner, under the rule firstFailure
	loop     func(*job, *worker)
	fails    func(failure) // what a stream does instead of fail, else nil
	workers  []worker
	running  sync.WaitGroup
	limit    atomic.Int64 // read for each item, written seldom
	mu       sync.Mutex
	failed   *failure
	given    int           // 1 + the lowest index of the items taken and not started; 0 for none
	later    []*PanicError // beside the one that decides

	_       [64]byte // what follows is written often
	cursor  atomic.Int64
	leaving atomic.Int64 // moves of items into a span that have begun
	arrived atomic.Int64 // and that have ended
	_       [64]byte
	few     [2]worker // saves an allocation
}

// rule says which failure decides.
type rule uint8

const (
	lowestFailure rule = iota // that of the lowest index; all items before it are completed
	firstFailure              // the first in time; no more items are started
)

// failure is how an item failed: by an error, or by a panic.
type failure struct {
	index int
	err   error // ErrGoexit for a Goexit
	panic *PanicError
}

// newJob returns a job of n items for up to width workers. loop takes items from
// [job.next] until there is none.
func newJob(n, width int) *job {
	if uint64(n) >= maxItems {
		panic("concurrency: too many items")
	}
	j := &job{n: n}
	if w := min(n, width); w <= len(j.few) {
		j.workers = j.few[:w]
	} else {
		j.workers = make([]worker, w)
	}
	j.limit.Store(int64(n))
	if w := len(j.workers); w <= 64 { // many workers wait more than they compute: let them share by the item
		j.block = min(n/(8*w), maxBlock)
	}
	j.block = max(j.block, 1)
	return j
}

// next returns an item for w to start, and false when there is none left.
func (j *job) next(w *worker) (int, bool) {
	if s := span(w.span.Load()); s.len() > 0 {
		if i := s.first(); i < int(j.limit.Load()) && w.span.CompareAndSwap(uint64(s), uint64(s.rest())) {
			w.item = i
			return i, true
		}
	}
	return j.refill(w)
}

// refill claims a block, or steals, and returns the first item of it.
func (j *job) refill(w *worker) (int, bool) {
	for j.block == 1 { // no span ever holds an item
		i := j.cursor.Load()
		if i >= j.limit.Load() {
			return 0, false
		}
		if j.cursor.CompareAndSwap(i, i+1) {
			w.item = int(i)
			return w.item, true
		}
	}
	for {
		s := span(w.span.Load()) // a thief may have taken a part of it
		limit := int(j.limit.Load())
		if s.len() > 0 && s.first() < limit {
			if w.span.CompareAndSwap(uint64(s), uint64(s.rest())) {
				w.item = s.first()
				return w.item, true
			}
			continue
		}
		if limit <= 0 {
			return 0, false
		}
		if int(j.cursor.Load()) < limit {
			if s, ok := j.claim(w, limit); ok {
				w.item = s.first()
				return w.item, true
			}
			continue
		}
		s, again := j.steal(w, limit)
		if s.len() > 0 {
			w.item = s.first()
			return w.item, true
		}
		if !again {
			return 0, false
		}
	}
}

// claim takes the next block from the cursor for w, who starts its first item.
func (j *job) claim(w *worker, limit int) (span, bool) {
	lo := int(j.cursor.Load())
	// Blocks become small towards the end, where a steal would follow at once.
	size := min(j.block, max(1, (limit-lo)/len(j.workers)), limit-lo)
	if size < 1 {
		return 0, false
	}
	s := newSpan(lo, size)
	j.leaving.Add(1)
	claimed := j.cursor.CompareAndSwap(int64(lo), int64(lo+size))
	if claimed {
		w.span.Store(uint64(s.rest()))
	}
	j.arrived.Add(1)
	return s, claimed
}

// steal moves the upper half of another worker's span to w, who starts its first
// item. It returns an empty span when there was nothing to take, and then whether
// to look again: an item may have been on its way from one span to another.
func (j *job) steal(w *worker, limit int) (s span, again bool) {
	arrived, begun := j.arrived.Load(), j.leaving.Load()
	for k := range j.workers {
		victim := &j.workers[(w.first+k)%len(j.workers)]
		seen := span(victim.span.Load())
		if victim == w || seen.len() == 0 || seen.first() >= limit {
			continue
		}
		j.leaving.Add(1)
		lower, upper := seen.split()
		if victim.span.CompareAndSwap(uint64(seen), uint64(lower)) {
			w.span.Store(uint64(upper.rest()))
			j.arrived.Add(1)
			return upper, false
		}
		j.arrived.Add(1)
		return 0, true
	}
	if arrived != begun || j.leaving.Load() != begun {
		runtime.Gosched() // a few instructions of somebody else
		return 0, true
	}
	return 0, false
}

// start starts the workers from the given one on.
func (j *job) start(from int) {
	for k := from; k < len(j.workers); k++ {
		j.workers[k].first = k + 1
		j.running.Add(1)
		go j.work(&j.workers[k])
	}
}

// work runs w in a goroutine of its own. When an item ends the goroutine by
// Goexit, another takes its place.
func (j *job) work(w *worker) {
	over := false
	defer func() {
		if over {
			j.running.Done()
		} else {
			go j.work(w)
		}
	}()
	for !j.round(w) {
	}
	over = true
}

// round runs the loop of w until there is no item, and then returns true. It
// returns false after a panic, which it records.
func (j *job) round(w *worker) (over bool) {
	defer func() {
		if over {
			return
		}
		if v := recover(); v != nil {
			j.broken(failure{index: w.item, panic: &PanicError{Index: w.item, Value: v, Stack: debug.Stack()}})
			return
		}
		j.broken(failure{index: w.item, err: ErrGoexit})
	}()
	j.loop(j, w)
	return true
}

// broken records how an item ended that did not return.
func (j *job) broken(f failure) {
	if j.fails != nil {
		j.fails(f)
	} else {
		j.fail(f)
	}
}

// fail records a failure and stops what the rule says.
func (j *job) fail(f failure) {
	j.mu.Lock()
	defer j.mu.Unlock()
	beside := &f
	if j.failed == nil || j.rule != firstFailure && f.index < j.failed.index {
		beside, j.failed = j.failed, &f
	}
	if beside != nil && beside.panic != nil {
		j.later = append(j.later, beside.panic)
	}
	if j.rule == lowestFailure {
		j.lower(f.index)
		return
	}
	j.lower(0)
	j.cancel(j.failed.error())
}

// giveBack takes the item in hand back unstarted, and lets no more be started.
func (j *job) giveBack(w *worker) {
	j.lower(0)
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.given == 0 || w.item < j.given-1 {
		j.given = w.item + 1
	}
}

// lower lowers the limit to i.
func (j *job) lower(i int) {
	for {
		old := j.limit.Load()
		if old <= int64(i) || j.limit.CompareAndSwap(old, int64(i)) {
			return
		}
	}
}

// error returns the failure as an error.
func (f *failure) error() error {
	if f.panic != nil {
		return f.panic
	}
	return &ItemError{Index: f.index, Err: f.err}
}

// prefix returns how many items from 0 on are complete. It is called when no
// worker is left.
func (j *job) prefix() int {
	k := min(j.n, int(j.cursor.Load()))
	for i := range j.workers {
		if s := span(j.workers[i].span.Load()); s.len() > 0 {
			k = min(k, s.first())
		}
	}
	if j.given > 0 {
		k = min(k, j.given-1)
	}
	if j.failed != nil {
		k = min(k, j.failed.index)
	}
	return k
}

// outcome returns the number of complete items and the error that decides. It
// raises the panic that decides, and is called when no worker is left.
func (j *job) outcome(ctx context.Context) (int, error) {
	k, f := j.prefix(), j.failed
	if f != nil && j.rule == lowestFailure && f.index > k {
		if f.panic != nil {
			j.later = append(j.later, f.panic)
		}
		f = nil // ctx ended: the loop would not have come so far
	}
	var errs []error
	switch {
	case f != nil && f.panic != nil:
		panic(f.panic)
	case f != nil:
		errs = append(errs, &ItemError{Index: f.index, Err: withCause(ctx, f.err)})
	case k < j.n:
		errs = append(errs, &ItemError{Index: k, Err: withCause(ctx, ctx.Err())})
	default:
		return k, nil
	}
	for _, p := range j.later {
		errs = append(errs, p)
	}
	if len(errs) == 1 {
		return k, errs[0]
	}
	return k, errors.Join(errs...)
}

// withCause adds the cause of ctx to an error that only echoes its end.
func withCause(ctx context.Context, err error) error {
	ended := ctx.Err()
	if ended == nil || !errors.Is(err, ended) {
		return err
	}
	cause := context.Cause(ctx)
	if errors.Is(err, cause) {
		return err
	}
	return &causedError{err, cause}
}

// causedError is the echo of a cancellation together with its cause.
type causedError struct{ echo, cause error }

func (e *causedError) Error() string   { return e.echo.Error() + ": " + e.cause.Error() }
func (e *causedError) Unwrap() []error { return []error{e.echo, e.cause} }
