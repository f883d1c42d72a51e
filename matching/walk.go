package matching

import (
	"reflect"
	"unsafe"
)

// errorTests are the tests of the arms, with the types apart in one short list that
// decides nearly all of them.
type errorTests struct {
	tests []errorTest
	types []uintptr // by test: the identity of typ; 0 means that test must be called
}

// maxJoins is how many joined errors within each other are searched.
const maxJoins = 1000

// never is the identity of no type.
const never = ^uintptr(0)

func (s *errorTests) add(t errorTest) {
	id := uintptr(0)
	switch {
	case t.typ != nil:
		id = knownID(t.typ)
	case t.is != nil:
		id = never // The target cannot be compared: only an Is method can say yes.
	}
	s.tests, s.types = append(s.tests, t), append(s.types, id)
}

// typeID returns the identity of the dynamic type of err: the address of its
// description, which is one for each type and never moves. It is what reflect compares, read without
// the way through reflect, which would cost more than all the rest of a walk.
func typeID(err error) uintptr {
	e := any(err)
	return *(*uintptr)(unsafe.Pointer(&e)) // The first word of an interface.
}

// knownID returns typeID of the errors of type t, or 0 if that cannot be relied upon.
func knownID(t reflect.Type) uintptr {
	zero, ok := reflect.Zero(t).Interface().(error)
	if id := reflect.ValueOf(t).Pointer(); ok && typeID(zero) == id {
		return id
	}
	return 0
}

// walk is one walk over an error tree, in the order of errors.Is. An arm that takes an error
// ends the search for itself and for all below it: only those above are kept.
type walk struct {
	errorTests

	found error
}

// take keeps err as what arm i takes.
func (w *walk) take(i int, err error) {
	w.tests, w.types, w.found = w.tests[:i], w.types[:i], err
}

func (w *walk) visit(err error, depth int) {
	for err != nil && len(w.types) > 0 {
		id := typeID(err)
		for i, want := range w.types {
			if (want == id || want == 0) && w.tests[i].takes(err) {
				w.take(i, err)
				break
			}
		}
		// One question for nearly all errors: they have only Unwrap.
		switch x := err.(type) { //nolint:errorlint // One error of the tree is asked here; the walk does the unwrapping.
		case asker, isser:
			w.ask(err)
			if w.unwrap(&err, depth) {
				return
			}
		case wrapper:
			err = x.Unwrap()
		case joined:
			w.all(x, depth)
			return
		default:
			return
		}
	}
}

// unwrap goes on behind an error that was asked, and tells whether that is all.
func (w *walk) unwrap(err *error, depth int) bool {
	switch x := (*err).(type) { //nolint:errorlint // One error of the tree is asked here; the walk does the unwrapping.
	case wrapper:
		*err = x.Unwrap()
		return false
	case joined:
		w.all(x, depth)
	}
	return true
}

func (w *walk) all(x joined, depth int) {
	if depth == maxJoins {
		return
	}
	for _, err := range x.Unwrap() {
		w.visit(err, depth+1)
	}
}

// takes decides for an error of the right type, and of any type where the identity is 0.
func (t *errorTest) takes(err error) bool {
	switch {
	case t.typ != nil && reflect.TypeOf(err) != t.typ:
		return false
	case t.is != nil:
		return t.typ != nil && err == t.is //nolint:errorlint // One error of the tree is asked here; the walk does the unwrapping.
	}
	return t.test == nil || t.test(err)
}

// ask lets an error with its own Is or As answer.
func (w *walk) ask(err error) {
	if x, ok := err.(isser); ok {
		for i := range w.tests {
			if target := w.tests[i].is; target != nil && x.Is(target) {
				w.take(i, err)
				break
			}
		}
	}
	if x, ok := err.(asker); ok {
		for i := range w.tests {
			if asked := w.tests[i].asked; asked != nil {
				if found, ok := asked(x); ok {
					w.take(i, found)
					break
				}
			}
		}
	}
}
