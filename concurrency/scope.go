package concurrency

import (
	"context"
	"errors"
	"sync"

	"github.com/goconcepts/cookbook/internal/outcome"
)

// Scope owns goroutines: those that [Go] starts in it end before [Run] returns.
// It is made by Run, is safe for use by several goroutines, and must not be copied.
type Scope struct {
	ctx    context.Context
	cancel context.CancelCauseFunc
	tasks  sync.WaitGroup

	mu      sync.Mutex
	started int
	over    bool
	failed  *failure // the first in time
	later   []*PanicError
}

// Future is the result of a task that [Go] started, for when it is there. It may
// be waited for by several goroutines.
type Future[R any] struct {
	done  chan struct{}
	value R
	err   error
}

// Run calls f with a new scope and returns when f and all tasks that [Go]
// started in it have ended. The first failure in time, of a task or of f, cancels the scope's
// context, with itself as the cause, and is returned; that of a task is an
// [*ItemError] whose index counts the calls of Go. An error of f that is neither the
// failure of a task nor the echo of its cancellation is joined to it. A panic of a task is raised
// again when all have ended, as a [*PanicError]. With a ctx that has ended already
// f is not called.
//
// Without futures and panics, [golang.org/x/sync/errgroup.Group] suffices.
func Run(ctx context.Context, f func(*Scope) error) error {
	if err := ctx.Err(); err != nil {
		return withCause(ctx, err)
	}
	s := &Scope{}
	s.ctx, s.cancel = context.WithCancelCause(ctx)
	returned := false
	defer func() { // also when f panics or exits
		if !returned {
			s.cancel(nil)
			s.join()
		}
	}()
	err := f(s)
	returned = true
	if err != nil {
		s.cancel(err)
	}
	s.join()
	return s.outcome(ctx, err)
}

// join waits for all tasks, and lets no more be started.
func (s *Scope) join() {
	s.tasks.Wait()
	s.mu.Lock()
	s.over = true
	s.mu.Unlock()
	s.tasks.Wait() // one may have been started between the two
	s.cancel(nil)
}

// outcome returns the error of Run, or raises a panic. No task is left.
func (s *Scope) outcome(ctx context.Context, err error) error {
	if err != nil {
		err = withCause(ctx, err)
	}
	first := s.failed
	if first == nil {
		return err
	}
	if first.panic != nil {
		panic(first.panic)
	}
	errs := []error{&ItemError{Index: first.index, Err: withCause(ctx, first.err)}}
	if err != nil && !errors.Is(err, context.Canceled) && !errors.Is(err, first.err) {
		errs = append(errs, err)
	}
	for _, p := range s.later {
		errs = append(errs, p)
	}
	if len(errs) == 1 {
		return errs[0]
	}
	return errors.Join(errs...)
}

// Context returns the scope's context. It ends with the first failure, with the
// context given to [Run], and when Run returns.
func (s *Scope) Context() context.Context { return s.ctx }

// Go starts f in a goroutine of the scope, with the scope's context, and returns
// its future. In a scope that was cancelled f is not started and the future has
// the cause; in one that has ended it has [ErrClosed].
func Go[R any](s *Scope, f func(context.Context) (R, error)) *Future[R] {
	t := &Future[R]{done: make(chan struct{})}
	s.mu.Lock()
	index := s.started
	s.started++
	over := s.over
	if !over {
		s.tasks.Add(1)
	}
	s.mu.Unlock()
	if over {
		t.err = ErrClosed
		close(t.done)
		return t
	}
	if err := s.ctx.Err(); err != nil {
		t.err = withCause(s.ctx, err)
		close(t.done)
		s.tasks.Done()
		return t
	}
	go outcome.Run(func() { t.value, t.err = f(s.ctx) }, func(o outcome.Outcome) {
		defer s.tasks.Done()
		defer close(t.done)
		fail := failure{index: index, err: t.err}
		switch o.Kind {
		case outcome.Returned:
			if t.err == nil {
				return
			}
			t.err = &ItemError{Index: index, Err: t.err}
		case outcome.Panicked:
			fail.panic = &PanicError{Index: index, Value: o.Value, Stack: o.Stack}
			t.err = fail.panic
		default:
			fail.err = ErrGoexit
			t.err = &ItemError{Index: index, Err: ErrGoexit}
		}
		s.fail(fail, t.err)
	})
	return t
}

// fail records a failure and cancels the scope.
func (s *Scope) fail(f failure, cause error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failed == nil && s.ctx.Err() == nil || f.panic != nil && s.failed == nil {
		s.failed = &f
		s.cancel(cause)
	} else if f.panic != nil {
		s.later = append(s.later, f.panic)
	}
}

// Wait waits for the task and returns what it returned: an error as an
// [*ItemError], a panic as a [*PanicError], which [Run] raises besides.
func (t *Future[R]) Wait() (R, error) {
	<-t.done
	return t.value, t.err
}
