package decorators

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync/atomic"
	"time"

	"github.com/goconcepts/cookbook/internal/outcome"
)

// Hedge calls f, and after that time, if it has not returned, f once more beside
// it: the first success wins and the other call's context is cancelled. It cuts
// the slowest calls of a service that is slow by chance, for a few more calls.
// Choose after near the 95th percentile of f's time.
//
// Hedge returns when both calls have: no goroutine is left behind, and a loser
// that ignores its context holds the result up. A loser's result goes to
// discard; if that is nil, it is closed if it is an io.Closer. An error before
// the second call begins is returned at once; if both fail, both errors are
// joined. The contexts end when Hedge returns, so a result must not need its own.
//
// The first call runs in the caller's goroutine, so a call that returns in time
// starts none. A panic of the second is raised again in the caller as a
// [*PanicError], a runtime.Goexit as one. f must be safe for concurrent use and
// harmless when called twice. Hedge panics if after is negative or f is nil.
//
// Source: J. Dean, L. A. Barroso, "The Tail at Scale", CACM 56(2), 2013.
func Hedge[In, Out any](after time.Duration, f Func[In, Out], discard func(Out)) Func[In, Out] {
	if after < 0 || f == nil {
		panic("decorators: Hedge: negative duration or nil function")
	}
	if discard == nil {
		discard = closeIfCloser[Out]
	}
	return func(ctx context.Context, in In) (Out, error) {
		h := &hedge[In, Out]{f: f, in: in, done: make(chan struct{})}
		h.ctx[0], h.cancel[0] = context.WithCancel(ctx)
		h.ctx[1], h.cancel[1] = context.WithCancel(ctx)
		timer := time.AfterFunc(after, h.second)
		returned := false
		defer func() {
			if !returned { // a panic or Goexit of the first call: nobody waits for the second any more
				h.cancel[1]()
				if !timer.Stop() {
					<-h.done
					if h.ended.Kind == outcome.Returned && h.err[1] == nil {
						discard(h.out[1])
					}
				}
			}
			h.cancel[0]()
			h.cancel[1]()
		}()
		h.call(0)
		returned = true
		if timer.Stop() {
			return h.out[0], h.err[0]
		}
		<-h.done
		return h.result(discard)
	}
}

// hedge is one call of a hedged function: two calls, numbered 0 and 1.
type hedge[In, Out any] struct {
	f      Func[In, Out]
	in     In
	ctx    [2]context.Context
	cancel [2]context.CancelFunc
	out    [2]Out
	err    [2]error
	winner atomic.Int32 // 1 + the number of the call that succeeded first
	done   chan struct{}
	ended  outcome.Outcome // of the second call's goroutine
}

func (h *hedge[In, Out]) call(i int) {
	h.out[i], h.err[i] = h.f(h.ctx[i], h.in)
	if h.err[i] == nil && h.winner.CompareAndSwap(0, int32(i+1)) {
		h.cancel[1-i]()
	}
}

func (h *hedge[In, Out]) second() {
	outcome.Run(func() { h.call(1) }, func(o outcome.Outcome) {
		h.ended = o
		close(h.done)
	})
}

// result is called when both calls have ended.
func (h *hedge[In, Out]) result(discard func(Out)) (Out, error) {
	won := int(h.winner.Load()) - 1
	for i := range 2 {
		ok := h.err[i] == nil && (i == 0 || h.ended.Kind == outcome.Returned)
		if ok && (i != won || h.ended.Kind != outcome.Returned) {
			discard(h.out[i])
		}
	}
	switch {
	case h.ended.Kind == outcome.Panicked:
		panic(&PanicError{Name: nameOf(h.ctx[0]), Value: h.ended.Value, Stack: h.ended.Stack})
	case h.ended.Kind == outcome.Exited:
		runtime.Goexit()
	case won >= 0:
		return h.out[won], nil
	}
	return h.out[0], fmt.Errorf("decorators: hedge: %w", errors.Join(h.err[0], h.err[1]))
}

func closeIfCloser[Out any](out Out) {
	if c, ok := any(out).(io.Closer); ok {
		_ = c.Close() // a result that nobody will see: neither will its error be
	}
}
