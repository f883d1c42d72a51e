package concurrency

import (
	"cmp"
	"context"
	"errors"
	"slices"
)

// Gather runs all functions at once, each in a goroutine, and returns their
// values in the order of the arguments. The first failure in time cancels the
// context of the others, with itself as the cause; Gather waits for all of
// them and returns it as an [*ItemError], and no values. A panic is raised again
// as a [*PanicError]. With a ctx that has ended already nothing runs.
//
// This is asyncio.gather, but siblings of a failed function do not run on
// unwatched. For functions without values [golang.org/x/sync/errgroup.Group]
// suffices; to bound how many run, use [MapErr].
func Gather[R any](ctx context.Context, fs ...func(context.Context) (R, error)) ([]R, error) {
	out := make([]R, len(fs))
	_, err := eachErr(ctx, len(fs), func(ctx context.Context, i int) (err error) {
		out[i], err = fs[i](ctx)
		return err
	}, &Options{Width: len(fs), FailFast: true})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// GatherAll runs all functions at once and lets each come to its end, whatever
// the others do: asyncio.gather with return_exceptions=True. It returns all values,
// the zero value where a function failed, and all errors joined in the order of
// the arguments, each an [*ItemError]; one that ended by [runtime.Goexit] has
// [ErrGoexit]. A panic is raised again when all have ended, that of the lowest
// index. With a ctx that has ended already nothing runs.
func GatherAll[R any](ctx context.Context, fs ...func(context.Context) (R, error)) ([]R, error) {
	out := make([]R, len(fs))
	if ended := ctx.Err(); ended != nil {
		return out, withCause(ctx, ended)
	}
	j := newJob(len(fs), len(fs))
	j.rule = everyFailure
	j.loop = func(w *worker) {
		for i, ok := j.next(w); ok; i, ok = j.next(w) {
			v, err := fs[i](ctx)
			if err != nil {
				j.fail(failure{index: i, err: err})
				continue
			}
			out[i] = v
		}
	}
	j.start(0)
	j.running.Wait()
	return out, j.every(ctx)
}

// First runs all functions at once and returns the value of the first that
// succeeds. The others are cancelled and waited for, and their errors dropped;
// when none succeeds, all errors are joined in the order of the arguments, each
// an [*ItemError]. A panic is raised again, also when another function succeeded.
// Without functions it returns an error.
//
// It costs a goroutine for each function, as much as an errgroup does.
func First[R any](ctx context.Context, fs ...func(context.Context) (R, error)) (R, error) {
	var won R
	if ended := ctx.Err(); ended != nil {
		return won, withCause(ctx, ended)
	}
	if len(fs) == 0 {
		return won, errors.New("concurrency: first: no functions")
	}
	inner, cancel := context.WithCancel(ctx)
	defer cancel()
	j := newJob(len(fs), len(fs))
	j.rule = everyFailure
	winner := false
	j.loop = func(w *worker) {
		for i, ok := j.next(w); ok; i, ok = j.next(w) {
			v, err := fs[i](inner)
			if err != nil {
				j.fail(failure{index: i, err: err})
				continue
			}
			j.mu.Lock()
			if !winner {
				winner, won = true, v
			}
			j.mu.Unlock()
			j.lower(0) // those not yet started are not needed
			cancel()
		}
	}
	j.start(0)
	j.running.Wait()
	if err := j.every(ctx); !winner {
		return won, err
	}
	return won, nil
}

// every returns all failures in order, joined, and raises the first panic.
func (j *job) every(ctx context.Context) error {
	if j.failed == nil {
		return nil
	}
	all := append(j.later, *j.failed)
	slices.SortFunc(all, func(a, b failure) int { return cmp.Compare(a.index, b.index) })
	errs := make([]error, len(all))
	for i, f := range all {
		if f.panic != nil {
			panic(f.panic)
		}
		errs[i] = &ItemError{Index: f.index, Err: withCause(ctx, f.err)}
	}
	return errors.Join(errs...)
}
