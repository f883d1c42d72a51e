package matching

import "math"

// registers is how many paths have their registers on the stack.
const registers = 8

// run walks the tree and returns the arm that takes v, or -1. It binds b. The types to
// which encoding/json decodes are tested in place, the others by functions.
func (s *state) run(v any, paths int, b *Bindings) int {
	var few [registers]any
	regs := few[:]
	if paths > registers {
		regs = make([]any, paths)
	}
	regs[0] = v
	for {
		switch s.op {
		case askKey:
			value, ok := s.lookup(regs[s.parent])
			if !ok {
				s = s.no
				continue
			}
			regs[s.path] = value
			if s = s.yes; s.op != askClass {
				continue
			}
			fallthrough // A key is nearly always followed by the class of its value.
		case askClass:
			if s = s.classOf(regs[s.path]); s.op != askNumber {
				continue
			}
			fallthrough
		case askNumber:
			s = s.number(regs[s.path])
		case askItem:
			regs[s.path] = s.item(regs[s.parent])
			s = s.yes
		case askLength:
			s = s.next(s.size(regs[s.path]) == s.want)
		case askLeast:
			s = s.next(s.size(regs[s.path]) >= s.want)
		case askString:
			s = s.text(regs[s.path])
		case askSpan:
			s = s.span(regs[s.path])
		case leaf:
			s.bind(regs, b)
			if len(s.row.guards) == 0 || s.guards(b) {
				return s.row.arm
			}
			s = s.no
		case fail:
			b.reset(nil)
			return -1
		default:
			s = s.other(regs[s.path])
		}
	}
}

func (s *state) lookup(v any) (any, bool) {
	if m, ok := v.(map[string]any); ok {
		value, ok := m[s.key]
		return value, ok
	}
	return lookup(v, s.key)
}

func (s *state) item(v any) any {
	i := s.index
	if list, ok := v.([]any); ok {
		if i < 0 {
			i += len(list)
		}
		return list[i]
	}
	if i < 0 {
		i += size(v)
	}
	return item(v, i)
}

func (s *state) size(v any) int {
	if list, ok := v.([]any); ok {
		return len(list)
	}
	return size(v)
}

func (s *state) text(v any) *state {
	text, ok := v.(string)
	if !ok {
		text = stringOf(v)
	}
	return s.or(s.byString.find(text))
}

func (s *state) span(v any) *state {
	if f, ok := v.(float64); ok {
		return s.next(s.lo <= f && f <= s.hi)
	}
	n, ok := numberOf(v)
	return s.next(ok && s.n.span.has(n))
}

// classOf is classOf with the common classes first.
func (s *state) classOf(v any) *state {
	if _, ok := v.(map[string]any); ok {
		return s.byClass[classMap]
	}
	if _, ok := v.(float64); ok {
		return s.byClass[classNumber]
	}
	if _, ok := v.(string); ok {
		return s.byClass[classString]
	}
	if _, ok := v.([]any); ok {
		return s.byClass[classSeq]
	}
	return s.byClass[classOf(v)]
}

// number finds the literal that v is.
func (s *state) number(v any) *state {
	f, ok := v.(float64)
	if !ok {
		return s.or(s.byNumber.find(v))
	}
	i := int64(f)
	if float64(i) != f || i == math.MaxInt64 || s.byNumber.many != nil {
		return s.or(s.byNumber.find(v))
	}
	for k, n := range s.byNumber.ints {
		if n == i {
			return s.byNumber.states[k]
		}
	}
	return s.no
}

// other runs the states that have no value to gain from being in run.
func (s *state) other(v any) *state {
	switch s.op {
	case askBool:
		return s.next(boolOf(v) == s.n.truth)
	case askInt:
		_, ok := intOf(v, s.n.minInt(), s.n.maxInt())
		return s.next(ok)
	}
	return s.next(holds(s.n, v))
}

func (s *state) next(ok bool) *state {
	if ok {
		return s.yes
	}
	return s.no
}

func (s *state) or(next *state) *state {
	if next != nil {
		return next
	}
	return s.no
}

func (s *state) bind(regs []any, b *Bindings) {
	b.reset(s.vars)
	for i := range s.row.binds {
		w := &s.row.binds[i]
		x := slot{value: regs[w.path]}
		switch {
		case w.star != nil:
			x.n, x.lo, x.hi = w.star, int32(w.before), int32(s.size(x.value)-w.after)
		case w.rest != nil:
			x.n = w.rest
		}
		b.set(w.slot, x)
	}
}

func (s *state) guards(b *Bindings) bool {
	for _, g := range s.row.guards {
		if !b.pass(g) {
			return false
		}
	}
	return true
}

// floats returns the least and the greatest float64 of the range.
func (s span) floats() (lo, hi float64) {
	lo, hi = math.Inf(-1), math.Inf(+1)
	if s.lo != nil {
		lo = s.lo.approx()
		if n, _ := floatNumber(lo); n.compare(*s.lo) < 0 {
			lo = math.Nextafter(lo, math.Inf(+1))
		}
	}
	if s.hi != nil {
		hi = s.hi.approx()
		if n, _ := floatNumber(hi); !s.has(n) && n.compare(*s.hi) >= 0 {
			hi = math.Nextafter(hi, math.Inf(-1))
		}
	}
	return lo, hi
}

// keepsInt tells whether n is the type of a variable of type int or int64.
func (n *node) keepsInt() bool {
	return n.op == opType && n.text == keptType && (n.typ == intType || n.typ == int64Type)
}

func (n *node) minInt() int64 {
	if n.typ == intType {
		return math.MinInt
	}
	return math.MinInt64
}

func (n *node) maxInt() int64 {
	if n.typ == intType {
		return math.MaxInt
	}
	return math.MaxInt64
}
