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
// None is running when MapErr returns. When ctx ends, no more items are
// started; the error is that of the first item that failed or was not started, and
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
	n, err := eachErr(ctx, len(items), func(ctx context.Context, i int) (err error) {
		out[i], err = f(ctx, items[i])
		return err
	}, opts)
	if err != nil && opts.failFast() {
		return nil, err
	}
	clear(out[n:])
	return out[:n:n], err
}

// EachErr is [MapErr] for a function without a value.
func EachErr[T any](ctx context.Context, items []T, f func(context.Context, T) error, opts *Options) error {
	_, err := eachErr(ctx, len(items), func(ctx context.Context, i int) error { return f(ctx, items[i]) }, opts)
	return err
}

// eachErr calls f for 0 to n-1 and returns how many of them are complete from 0 on.
func eachErr(ctx context.Context, n int, f func(context.Context, int) error, opts *Options) (int, error) {
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
	inner := ctx
	if opts.failFast() {
		j.rule = firstFailure
		inner, j.cancel = context.WithCancelCause(ctx)
		defer j.cancel(nil)
	}
	ended := ctx.Done() // asked without a lock, unlike ctx.Err
	j.loop = func(w *worker) {
		for i, ok := j.next(w); ok; i, ok = j.next(w) {
			select {
			case <-ended:
				j.giveBack(w)
				return
			default:
			}
			if err := f(inner, i); err != nil {
				j.fail(failure{index: i, err: err})
			}
		}
	}
	j.start(0)
	j.running.Wait()
	return j.outcome(ctx)
}
