package concurrency

import (
	"cmp"
	"context"
	"errors"
	"runtime/debug"
	"slices"
	"sync"
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
	_, err := eachErr(ctx, len(fs), &Options{Width: len(fs), FailFast: true}, func(j *job, w *worker) {
		for i, ok := j.nextUntilEnd(w); ok; i, ok = j.nextUntilEnd(w) {
			v, err := fs[i](j.inner)
			if err != nil {
				j.fail(failure{index: i, err: err})
				continue
			}
			out[i] = v
		}
	})
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
	a := attempts{}
	a.running.Add(len(fs))
	for i, f := range fs {
		go a.run(i, func() error {
			v, err := f(ctx)
			if err == nil {
				out[i] = v
			}
			return err
		})
	}
	a.running.Wait()
	return out, a.outcome(ctx)
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
	a := attempts{}
	a.running.Add(len(fs))
	for i, f := range fs {
		go a.run(i, func() error {
			v, err := f(inner)
			if err == nil && a.win() {
				won = v
				cancel()
			}
			return err
		})
	}
	a.running.Wait()
	return won, a.outcome(ctx)
}

// attempts are functions that run at once, each to its end.
type attempts struct {
	running sync.WaitGroup
	mu      sync.Mutex
	won     bool
	failed  []failure
}

// run runs function i in a goroutine of its own.
func (a *attempts) run(i int, f func() error) {
	fail, returned := failure{index: i, err: ErrGoexit}, false
	defer func() {
		if !returned {
			if v := recover(); v != nil {
				fail.panic = &PanicError{Index: i, Value: v, Stack: debug.Stack()}
			}
		}
		if fail.err != nil {
			a.fail(fail)
		}
		a.running.Done()
	}()
	fail.err = f()
	returned = true
}

// win reports whether it is the first to be called.
func (a *attempts) win() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	first := !a.won
	a.won = true
	return first
}

// fail records a failure. After a success only panics are of interest.
func (a *attempts) fail(f failure) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if !a.won || f.panic != nil {
		a.failed = append(a.failed, f)
	}
}

// outcome raises the panic of the lowest index. Without a success it returns all
// failures, joined in order.
func (a *attempts) outcome(ctx context.Context) error {
	slices.SortFunc(a.failed, func(a, b failure) int { return cmp.Compare(a.index, b.index) })
	var errs []error
	for _, f := range a.failed {
		if f.panic != nil {
			panic(f.panic)
		}
		if !a.won {
			errs = append(errs, &ItemError{Index: f.index, Err: withCause(ctx, f.err)})
		}
	}
	return errors.Join(errs...)
}
