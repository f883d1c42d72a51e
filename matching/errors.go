package matching

import (
	"fmt"
	"reflect"
)

// An ErrorArm is one case of an [ErrorSet], made by [Is] or [As].
type ErrorArm[R any] struct {
	typ    reflect.Type              // the type of As when it is concrete, or of the target of Is
	is     error                     // the target of Is
	test   func(error) bool          // As: the type and the condition; nil when typ says it all
	asked  func(asker) (error, bool) // As: ask an error's own As method
	result func(error) (R, error)    // calls the arm's function
	what   string
}

// The methods with which an error answers for itself, as in package errors.
type (
	asker   interface{ As(target any) bool }
	isser   interface{ Is(target error) bool }
	wrapper interface{ Unwrap() error }
	joined  interface{ Unwrap() []error }
)

// Is is the arm for errors that are target, as [errors.Is] finds it; do gets the error
// in the tree that is.
func Is[R any](target error, do func(error) (R, error)) ErrorArm[R] {
	if target == nil || do == nil {
		panic("matching: Is: a nil target or function")
	}
	a := ErrorArm[R]{is: target, result: do, what: fmt.Sprintf("Is(%v)", target)}
	if t := reflect.TypeOf(target); t.Comparable() {
		a.typ = t
	}
	return a
}

// As is the arm for errors of type E, as [errors.AsType] finds it, for which when holds;
// a nil when holds for all. If when does not hold for an E, the search goes on behind it.
func As[E error, R any](when func(E) bool, do func(E) (R, error)) ErrorArm[R] {
	if do == nil {
		panic("matching: As: a nil function")
	}
	t := reflect.TypeFor[E]()
	a := ErrorArm[R]{what: "As(" + t.String() + ")"}
	concrete := t.Kind() != reflect.Interface
	if concrete {
		a.typ = t
	}
	if !concrete || when != nil {
		a.test = func(err error) bool {
			e, ok := err.(E)
			return ok && (when == nil || when(e))
		}
	}
	a.asked = func(x asker) (error, bool) {
		var e E
		ok := x.As(&e) && (when == nil || when(e))
		return e, ok
	}
	a.result = func(err error) (R, error) { return do(err.(E)) }
	return a
}

// An ErrorSet matches an error against many types and values in one walk over its tree,
// where a ladder of errors.As and errors.Is walks once for each. It is immutable and
// safe for concurrent use.
type ErrorSet[R any] struct{ arms []ErrorArm[R] }

// Errors makes a set of arms. The first arm that takes an error anywhere in the tree wins,
// as in a ladder: the order of the arms counts, not the depth at which they match. It panics
// if an arm can never be reached because one above it has the same target or type and no condition.
//
// For one or two types [errors.AsType] is simpler and as fast.
func Errors[R any](arms ...ErrorArm[R]) *ErrorSet[R] {
	for i, a := range arms {
		if a.result == nil {
			panic(fmt.Sprintf("matching: Errors: arm %d is zero", i))
		}
		for j, b := range arms[:i] {
			same := a.is == nil && b.is == nil && a.typ != nil && a.typ == b.typ ||
				a.is != nil && b.is != nil && a.typ != nil && a.is == b.is
			if same && b.test == nil {
				panic(fmt.Sprintf("matching: Errors: arm %d, %s, is never reached: arm %d takes what it takes", i, a.what, j))
			}
		}
	}
	return &ErrorSet[R]{arms}
}

// Match runs the first arm that takes err and returns what it returns. Without such an
// arm, or for nil, it returns an error that wraps [ErrNoMatch] and err.
func (s *ErrorSet[R]) Match(err error) (R, error) {
	i, found := s.Find(err)
	if i >= 0 {
		return s.arms[i].result(found)
	}
	var zero R
	if err == nil {
		return zero, ErrNoMatch
	}
	return zero, fmt.Errorf("%w: %w", ErrNoMatch, err)
}

// Find returns the place of the first arm that takes err, from 0, and the error in the
// tree that it takes; or -1 and nil. It allocates nothing unless an error of the tree
// has an As method. A tree deeper than 1000 joins is not searched further.
func (s *ErrorSet[R]) Find(err error) (int, error) {
	w := walk[R]{arms: s.arms}
	w.visit(err, 0)
	if w.found == nil {
		return -1, nil
	}
	return len(w.arms), w.found
}

// walk is one walk over an error tree, in the order of errors.Is. An arm that takes an error
// ends the search for itself and for all below it: arms holds the ones still of interest.
type walk[R any] struct {
	arms  []ErrorArm[R]
	found error
}

func (w *walk[R]) visit(err error, depth int) {
	for err != nil && len(w.arms) > 0 && depth < 1000 {
		w.look(err)
		switch x := err.(type) {
		case wrapper:
			err = x.Unwrap()
		case joined:
			for _, err := range x.Unwrap() {
				w.visit(err, depth+1)
			}
			return
		default:
			return
		}
	}
}

// look tries the arms on one error of the tree.
func (w *walk[R]) look(err error) {
	t := reflect.TypeOf(err)
	for i := range w.arms {
		if w.arms[i].takes(err, t) {
			w.arms, w.found = w.arms[:i], err
			break
		}
	}
	if x, ok := err.(isser); ok {
		w.askIs(x, err)
	}
	if x, ok := err.(asker); ok {
		w.askAs(x)
	}
}

func (a *ErrorArm[R]) takes(err error, t reflect.Type) bool {
	switch {
	case a.typ != nil && a.typ != t:
		return false
	case a.is != nil:
		return a.typ != nil && err == a.is
	}
	return a.test == nil || a.test(err)
}

func (w *walk[R]) askIs(x isser, err error) {
	for i := range w.arms {
		if a := &w.arms[i]; a.is != nil && x.Is(a.is) {
			w.arms, w.found = w.arms[:i], err
			return
		}
	}
}

func (w *walk[R]) askAs(x asker) {
	for i := range w.arms {
		if a := &w.arms[i]; a.asked != nil {
			if found, ok := a.asked(x); ok {
				w.arms, w.found = w.arms[:i], found
				return
			}
		}
	}
}
