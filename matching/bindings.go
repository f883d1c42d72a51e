package matching

import (
	"reflect"
	"slices"
)

// Bindings is what the arm that matched has bound. The zero value is ready; one may be
// used for match after match, each of which replaces what was there, but not by
// two goroutines at once. It keeps the matched value alive.
type Bindings struct {
	vars  []*variable // by slot
	slots [8]slot
	more  []slot // from the ninth
	bound uint64 // by slot
}

// slot is the place of one variable. Values that must be made, such as the rest of a
// map, are made when they are read.
type slot struct {
	value  any
	n      *node // opStar or opMap when value is what to take the rest of
	lo, hi int32 // opStar
}

// find returns the slot of v if the arm bound it.
func (b *Bindings) find(v *variable) *slot {
	if b == nil || v == nil {
		return nil
	}
	for i, have := range b.vars {
		if have == v && b.bound&(1<<i) != 0 {
			return b.at(i)
		}
	}
	return nil
}

func (b *Bindings) at(i int) *slot {
	if i < len(b.slots) {
		return &b.slots[i]
	}
	return &b.more[i-len(b.slots)]
}

// reset makes room for the variables of an arm and forgets what was bound.
func (b *Bindings) reset(vars []*variable) {
	b.vars, b.bound = vars, 0
	if n := len(vars) - len(b.slots); n > len(b.more) {
		b.more = make([]slot, n)
	}
}

func (b *Bindings) set(i int, s slot) {
	*b.at(i) = s
	b.bound |= 1 << i
}

// derive makes the value of a slot that has a node.
func derive[T any](s slot) (T, bool) {
	if s.n.op == opMap {
		return convert[T](restOf(s.value, s.n))
	}
	lo, hi := int(s.lo), int(s.hi)
	if whole, ok := s.value.(T); ok { // Of the variable's own slice type: share it.
		switch part := any(&whole).(type) {
		case *[]any:
			*part = (*part)[lo:hi:hi]
		case *[]string:
			*part = (*part)[lo:hi:hi]
		default:
			whole, _ = reflect.ValueOf(s.value).Slice3(lo, hi, hi).Interface().(T)
		}
		return whole, true
	}
	return convert[T](s.n.slice(s))
}

// convertItems copies the items of a star.
func convertItems[T any](s slot) []T {
	out := make([]T, 0, s.hi-s.lo)
	for i := s.lo; i < s.hi; i++ {
		t, _ := convert[T](item(s.value, int(i)))
		out = append(out, t)
	}
	return out
}

// restOf copies the entries that n does not name.
func restOf(v any, n *node) map[string]any {
	rest := make(map[string]any)
	entries(v, func(key string, value any) bool {
		if !slices.ContainsFunc(n.keys, func(e entry) bool { return e.key == key }) {
			rest[key] = value
		}
		return true
	})
	return rest
}

// pass calls a guard with the slots that it reads.
func (b *Bindings) pass(guard *node) bool {
	x := b.find(guard.reads[0])
	y := b.find(guard.reads[len(guard.reads)-1])
	return x != nil && y != nil && guard.guard(*x, *y)
}
