package doubles

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
)

// ErrExhausted is the error of a call for which the script has no step left.
var ErrExhausted = errors.New("doubles: the script has no step left")

// Step is what one call of a [Script] gives. The zero Step returns zero values.
type Step[Out any] struct {
	Value Out
	Err   error
	// Until, when not nil, makes the call wait until the channel is closed, or
	// until the caller's context ends: then the call returns the context's cause.
	Until <-chan struct{}
}

// Script is a function that plays its steps in order and keeps the arguments of
// its calls. It may be called by several goroutines: each call takes the next
// step. Make one with [NewScript]; it must not be copied.
type Script[In, Out any] struct {
	mu    sync.Mutex
	steps []Step[Out]
	calls []In
}

// NewScript returns a script of these steps.
func NewScript[In, Out any](steps ...Step[Out]) *Script[In, Out] {
	return &Script[In, Out]{steps: slices.Clone(steps)}
}

// Call plays the next step. Its method value is the double of a function; a fake of
// an interface has a Script for each method. A call after the last step fails with
// [ErrExhausted], and is recorded too.
func (s *Script[In, Out]) Call(ctx context.Context, in In) (out Out, err error) {
	step, err := s.take(in)
	if err != nil {
		return out, err
	}
	if step.Until != nil {
		select {
		case <-step.Until:
		case <-ctx.Done():
			return out, context.Cause(ctx)
		}
	}
	return step.Value, step.Err
}

func (s *Script[In, Out]) take(in In) (Step[Out], error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = append(s.calls, in)
	n := len(s.calls)
	if n > len(s.steps) {
		return Step[Out]{}, fmt.Errorf("%w: call %d of %d", ErrExhausted, n, len(s.steps))
	}
	return s.steps[n-1], nil
}

// Calls returns the arguments of the calls so far, in order.
func (s *Script[In, Out]) Calls() []In {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.calls)
}

// Left returns how many steps were not played: a test wants 0 at its end.
func (s *Script[In, Out]) Left() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return max(0, len(s.steps)-len(s.calls))
}
