package concurrency

import (
	"context"
)

// MapErr calls f for each item, up to opts.Width at once, and keeps the promises
// of the loop
//
//	for _, item := range items {
//		v, err := f(ctx, item)
//		if err != nil { return out, err }
//		out = append(out, v)
//	}
//
// on every run and at any width: its values in order, its first error, which is
// that of the lowest index, and all values before that error. So len(values) is
// the index of the item that failed. The error is an [*ItemError]; it holds
// [ErrGoexit] for an f that ended by [runtime.Goexit]. A panic in f is raised again
// in the caller as a [*PanicError] when its item is the first to fail, and is
// otherwise joined to the error.
//
// Items after the first failure may have been started; their values are dropped.
// None is running when MapErr returns. When ctx ends, no more items are started,
// save a few tiny ones that begin at that moment; the error is that of the first item that failed or was not started, and
// wraps [context.Cause]. With a ctx that has ended already nothing runs.
//
// With opts.FailFast the first failure in time decides instead: it cancels the
// context of the other items, with itself as the cause, and values is nil.
//
// MapErr starts up to Width goroutines; an item costs a few nanoseconds and no
// allocation. For a few tasks without values whose first error in time will do,
// [golang.org/x/sync/errgroup.Group] suffices.
func MapErr[T, R any](ctx context.Context, items []T, f func(context.Context, T) (R, error), opts *Options) ([]R, error) {
	out := make([]R, len(items))
	n, err := eachErr(ctx, len(items), opts, func(j *job, w *worker) {
		for i, ok := j.nextUntilEnd(w); ok; i, ok = j.nextUntilEnd(w) {
			var err error
			if out[i], err = f(j.inner, items[i]); err != nil {
				j.fail(failure{index: i, err: err})
			}
		}
	})
	if err != nil && opts.failFast() {
		return nil, err
	}
	clear(out[n:])
	return out[:n:n], err
}

// EachErr is [MapErr] for a function without a value.
func EachErr[T any](ctx context.Context, items []T, f func(context.Context, T) error, opts *Options) error {
	_, err := eachErr(ctx, len(items), opts, func(j *job, w *worker) {
		for i, ok := j.nextUntilEnd(w); ok; i, ok = j.nextUntilEnd(w) {
			if err := f(j.inner, items[i]); err != nil {
				j.fail(failure{index: i, err: err})
			}
		}
	})
	return err
}

// eachErr runs the loop on as many workers as opts says, and returns how many
// items are complete from 0 on.
func eachErr(ctx context.Context, n int, opts *Options, loop func(*job, *worker)) (int, error) {
	width, err := opts.width()
	if err != nil {
		return 0, err
	}
	if n == 0 {
		return 0, nil
	}
	if err := ctx.Err(); err != nil {
		return 0, &ItemError{Index: 0, Err: withCause(ctx, err)}
	}
	j := newJob(n, width)
	j.loop, j.inner = loop, ctx
	defer j.watch(ctx)()
	if opts.failFast() {
		j.rule = firstFailure
		j.inner, j.cancel = context.WithCancelCause(ctx)
		defer j.cancel(nil)
	}
	j.start(0)
	j.running.Wait()
	return j.outcome(ctx)
}

// nextUntilEnd is [job.next] until the caller's context ends. A function of that
// context lowers the limit, which is all that slow items need. It may come late while
// tiny items keep the processors busy, so each sixteenth asks besides; with one
// worker, and where items are claimed one by one, each does.
func (j *job) nextUntilEnd(w *worker) (int, bool) {
	i, ok := j.next(w)
	if ok && i&j.seldom == 0 {
		select {
		case <-j.ended:
			j.giveBack(w)
			return 0, false
		default:
		}
	}
	return i, ok
}

// watch lets no more items start when ctx ends. The function returned ends that
// and leaves no goroutine behind.
func (j *job) watch(ctx context.Context) func() {
	if j.ended = ctx.Done(); j.ended == nil {
		return func() {}
	}
	if len(j.workers) == 1 || j.block == 1 {
		return func() {}
	}
	j.seldom = 15
	ran := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		j.lower(0)
		close(ran)
	})
	return func() {
		if !stop() {
			<-ran
		}
	}
}
