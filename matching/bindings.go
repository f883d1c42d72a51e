package matching

import (
	"reflect"
	"slices"
)

// Bindings is what the arm that matched has bound. The zero value is ready; one may be
// used for match after match, each of which replaces what was there, but not by
// two goroutines at once. It keeps the matched value alive.
//
// It holds the registers of the walk itself, so that to bind is to name the row that
// matched: nothing is copied, and a match without captures costs no more than one with.
type Bindings struct {
	row  *row // that matched; nil when none did
	few  [registers]any
	more []any // instead of few, for a set with more paths
}

// registers is how many paths have their registers in the Bindings itself.
const registers = 12

// slot is the value of one variable. Values that must be made, such as the rest of a
// map, are made when they are read.
type slot struct {
	value  any
	n      *node // opStar or opMap when value is what to take the rest of
	lo, hi int32 // opStar
}

// room returns the registers for so many paths.
func (b *Bindings) room(paths int) []any {
	if paths <= registers {
		return b.few[:]
	}
	if len(b.more) < paths {
		b.more = make([]any, paths)
	}
	return b.more
}

// find returns where the row that matched has bound v, and the value there; or nil.
func (b *Bindings) find(v *variable) (*bind, any) {
	if b == nil || b.row == nil || v == nil {
		return nil, nil
	}
	for i := range b.row.binds {
		w := &b.row.binds[i]
		if w.v != v {
			continue
		}
		if b.row.wide {
			return w, b.more[w.path]
		}
		return w, b.few[w.path]
	}
	return nil, nil
}

// slot completes what find returns.
func (w *bind) slot(value any) slot {
	s := slot{value: value, n: w.n}
	if w.n != nil && w.n.op == opStar {
		s.lo, s.hi = int32(w.before), int32(size(value)-w.after)
	}
	return s
}

// part makes the value of a variable that is bound to a part of a value.
func part[T any](w *bind, value any) (T, bool) {
	if whole, ok := value.([]any); ok && w.n.op == opStar { // What encoding/json decodes to, and nearly always T: share it.
		if p, ok := any(&whole).(*T); ok {
			hi := len(whole) - w.after
			whole = whole[w.before:hi:hi]
			return *p, true
		}
	}
	return derive[T](w.slot(value))
}

// derive makes the value of a slot that has a node.
func derive[T any](s slot) (T, bool) {
	if s.n.op == opMap {
		return convert[T](restOf(s.value, s.n))
	}
	if _, ok := s.value.(T); ok { // Of the variable's own slice type: share it.
		lo, hi := int(s.lo), int(s.hi)
		shared, _ := reflect.ValueOf(s.value).Slice3(lo, hi, hi).Interface().(T)
		return shared, true
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
	x, xValue := b.find(guard.reads[0])
	y, yValue := b.find(guard.reads[len(guard.reads)-1])
	return x != nil && y != nil && guard.guard(x.slot(xValue), y.slot(yValue))
}
