package matching

import (
	"fmt"
	"reflect"
)

// When takes every value, and wants f to hold for what v is bound to. Guards are called last,
// after everything else in their arm matched, in the order in which they are written; in a
// [OneOf] a guard belongs to its alternative. f must not change what it is given; a panic
// in f goes to the caller of Match. Put it beside the pattern that binds v:
//
//	All(Map(Key("lo", lo.As(Int))), When(lo, isEven))
func When[T any](v Var[T], f func(T) bool) Pattern {
	x := v.variable()
	if f == nil {
		return bad("When(%s, nil)", x)
	}
	return Pattern{&node{
		op: opGuard, text: "a guard on " + x.String(), reads: []*variable{x},
		guard: func(x, _ slot) bool {
			t, ok := slotValue[T](x)
			return ok && f(t)
		},
	}}
}

// Equal takes every value, and wants the two variables to be bound to equal values:
// numbers by value, strings, bools and null, and maps and sequences of such, item by
// item. It gives up after a depth of 100 or a million items, and what it has not compared
// is not equal, so that a cyclic value ends too. It is a guard, as [When] is.
func Equal[T any](v1, v2 Var[T]) Pattern {
	x, y := v1.variable(), v2.variable()
	return Pattern{&node{
		op: opGuard, text: fmt.Sprintf("%s equal to %s", x, y), reads: []*variable{x, y},
		guard: func(x, y slot) bool {
			a, ok1 := slotValue[T](x)
			b, ok2 := slotValue[T](y)
			steps := 1 << 20
			return ok1 && ok2 && equal(a, b, 100, &steps)
		},
	}}
}

// equal compares by value, as Lit does, within the depth and the steps given.
func equal(a, b any, depth int, steps *int) bool {
	c := classOf(a)
	if *steps--; c != classOf(b) || depth == 0 || *steps < 0 {
		return false
	}
	switch c {
	case classNull:
		return true
	case classBool:
		return boolOf(a) == boolOf(b)
	case classString:
		return stringOf(a) == stringOf(b)
	case classNumber:
		x, ok1 := numberOf(a)
		y, ok2 := numberOf(b)
		return ok1 && ok2 && x == y
	case classMap:
		return size(a) == size(b) && entries(a, func(key string, value any) bool {
			other, ok := lookup(b, key)
			return ok && equal(value, other, depth-1, steps)
		})
	case classSeq:
		if size(a) != size(b) {
			return false
		}
		for i := range size(a) {
			if !equal(item(a, i), item(b, i), depth-1, steps) {
				return false
			}
		}
		return true
	}
	t := reflect.TypeOf(a)
	return t == reflect.TypeOf(b) && t.Comparable() && reflect.ValueOf(a).Comparable() && reflect.ValueOf(b).Comparable() && a == b
}
