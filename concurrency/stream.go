package concurrency

import (
	"context"
	"iter"
)

// Stream calls f for each item of src, up to opts.Width at once, and returns a
// sequence of the values in the order of the items. An item that failed has a
// non-nil error, an [*ItemError], and the consumer may break or go on; with
// opts.FailFast the first failure in time is the last pair. When ctx ends, the
// last pair has an error that wraps [context.Cause].
//
// The work begins when the sequence is ranged over. src runs in a goroutine of its own, so a slow
// consumer and a slow source do not delay each other; at most opts.Ahead items are read and not yet
// consumed. When the loop breaks, the context of running items is cancelled, and
// the loop ends when they and src have come to rest: src is asked to stop when it
// yields, so a source that blocks must watch a context of the caller's, to be
// cancelled before the break. A panic of src or f is raised again in the consumer
// as a [*PanicError], in its place; after a break, at its end. A sequence may be ranged over again
// if src may.
//
// A wrong setting is the only pair of the sequence. Costs: Width+1 goroutines a
// loop, no allocation an item. When items need no workers, a range over src and
// a call of f is simpler and faster.
func Stream[T, R any](ctx context.Context, src iter.Seq[T], f func(context.Context, T) (R, error), opts *Options) iter.Seq2[R, error] {
	return streamed(ctx, src, f, opts, true)
}

// StreamUnordered is [Stream] with the values in the order in which they complete:
// a slow item delays no other. ItemError.Index tells which item failed.
func StreamUnordered[T, R any](ctx context.Context, src iter.Seq[T], f func(context.Context, T) (R, error), opts *Options) iter.Seq2[R, error] {
	return streamed(ctx, src, f, opts, false)
}

// streamed returns the sequence of both.
func streamed[T, R any](ctx context.Context, src iter.Seq[T], f func(context.Context, T) (R, error), opts *Options, ordered bool) iter.Seq2[R, error] {
	return func(yield func(R, error) bool) {
		var zero R
		width, err := opts.width()
		if err != nil {
			yield(zero, err)
			return
		}
		ahead, err := opts.ahead(width)
		if err != nil {
			yield(zero, err)
			return
		}
		if err := ctx.Err(); err != nil {
			yield(zero, withCause(ctx, err))
			return
		}
		s := newStream[T, R](ctx, width, ahead, ordered)
		s.f, s.failFast = f, opts.failFast()
		s.consume(src, yield)
	}
}
