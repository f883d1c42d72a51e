package matching

import (
	"fmt"
	"reflect"
)

// An ErrorArm is one case of an [ErrorSet], made by [Is] or [As].
type ErrorArm[R any] struct {
	errorTest

	do   func(error) (R, error)
	what string
}

// errorTest is what an arm asks of each error of the tree.
type errorTest struct {
	typ   reflect.Type              // the type that an error must have; nil when test or an error's methods decide
	is    error                     // the target of Is
	test  func(error) bool          // As: the type and the condition; nil when typ says it all
	asked func(asker) (error, bool) // As: ask an error's own As method
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
	a := ErrorArm[R]{errorTest: errorTest{is: target}, do: do, what: fmt.Sprintf("Is(%v)", target)}
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
			e, ok := err.(E) //nolint:errorlint // One error of the tree is asked here; the walk does the unwrapping.
			return ok && (when == nil || when(e))
		}
	}
	a.asked = func(x asker) (error, bool) {
		var e E
		ok := x.As(&e) && (when == nil || when(e))
		return e, ok
	}
	a.do = func(err error) (R, error) { return do(err.(E)) } //nolint:errorlint // It is what the walk found.
	return a
}

// An ErrorSet matches an error against many types and values in one walk over its tree,
// where a ladder of errors.As and errors.Is walks once for each. It is immutable and
// safe for concurrent use.
type ErrorSet[R any] struct {
	tests errorTests
	do    []func(error) (R, error)
}

// Errors makes a set of arms. The first arm that takes an error anywhere in the tree wins,
// as in a ladder: the order of the arms counts, not the depth at which they match. It panics
// if an arm can never be reached because one above it has the same target or type and no condition.
//
// For one or two types [errors.AsType] is simpler and as fast.
func Errors[R any](arms ...ErrorArm[R]) *ErrorSet[R] {
	set := &ErrorSet[R]{}
	for i, a := range arms {
		if a.do == nil {
			panic(fmt.Sprintf("matching: Errors: arm %d is zero", i))
		}
		for j, b := range arms[:i] {
			same := a.is == nil && b.is == nil && a.typ != nil && a.typ == b.typ ||
				a.is != nil && b.is != nil && a.typ != nil && a.is == b.is //nolint:errorlint // The same target, not one that wraps it.
			if same && b.test == nil {
				panic(fmt.Sprintf("matching: Errors: arm %d, %s, is never reached: arm %d takes what it takes", i, a.what, j))
			}
		}
		set.tests.add(a.errorTest)
		set.do = append(set.do, a.do)
	}
	return set
}

// Match runs the first arm that takes err and returns what it returns. Without such an
// arm, or for nil, it returns an error that wraps [ErrNoMatch] and err.
func (s *ErrorSet[R]) Match(err error) (R, error) {
	i, found := s.Find(err)
	if i >= 0 {
		return s.do[i](found)
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
	w := walk{errorTests: s.tests}
	w.visit(err, 0)
	if w.found == nil {
		return -1, nil
	}
	return len(w.tests), w.found
}
