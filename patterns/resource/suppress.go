package resource

import (
	"context"
	"errors"
)

// Suppress drops, when the scope ends, those errors of the scope and of what was
// entered after this call that match a target by [errors.Is]. Other errors pass,
// also out of a joined error of which one part matches. It drops no panic.
func (s *Stack) Suppress(targets ...error) {
	s.push(func(_ context.Context, err error) error { return Suppress(err, targets...) })
}

// Suppress returns err without the parts that match a target by [errors.Is]: nil
// when all of it does. A joined error is taken apart and its other parts kept; an
// error that wraps one other counts as one part.
func Suppress(err error, targets ...error) error {
	if err == nil {
		return nil
	}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var kept error
		for _, part := range joined.Unwrap() {
			kept = join(kept, Suppress(part, targets...))
		}
		return kept
	}
	for _, target := range targets {
		if errors.Is(err, target) {
			return nil
		}
	}
	return err
}

// Move takes everything off the stack and returns it on a stack of its own, which
// the caller closes: Python's pop_all, for a constructor that opens several things
// and keeps them once all have succeeded.
func (s *Stack) Move() *Stack {
	moved := &Stack{ctx: s.ctx, exits: s.exits}
	s.exits = nil
	return moved
}
