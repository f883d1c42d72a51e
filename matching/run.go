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
		case fail:
			b.reset(nil)
			return -1
		case leaf:
			s.bind(regs, b)
			if len(s.row.guards) == 0 || s.guards(b) {
				return s.row.arm
			}
			s = s.no
		case askKey:
			var value any
			m, ok := regs[s.parent].(map[string]any)
			if ok {
				value, ok = m[s.key]
			} else {
				value, ok = lookup(regs[s.parent], s.key)
			}
			if !ok {
				s = s.no
				continue
			}
			regs[s.path] = value
			s = s.yes
		case askClass:
			s = s.classOf(regs[s.path])
		case askNumber:
			s = s.number(regs[s.path])
		case askSpan:
			f, ok := regs[s.path].(float64)
			if ok {
				ok = s.lo <= f && f <= s.hi
			} else {
				ok = s.inSpan(regs[s.path])
			}
			s = s.next(ok)
		default:
			s = s.other(regs)
		}
	}
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
func (s *state) other(regs []any) *state {
	switch s.op {
	case askItem:
		i := s.index
		if i < 0 {
			i += size(regs[s.parent])
		}
		regs[s.path] = item(regs[s.parent], i)
		return s.yes
	case askLength:
		return s.next(size(regs[s.path]) == s.want)
	case askLeast:
		return s.next(size(regs[s.path]) >= s.want)
	case askBool:
		return s.next(boolOf(regs[s.path]) == s.n.truth)
	case askString:
		return s.or(s.byString.find(stringOf(regs[s.path])))
	case askInt:
		_, ok := intOf(regs[s.path], s.n.minInt(), s.n.maxInt())
		return s.next(ok)
	}
	return s.next(holds(s.n, regs[s.path]))
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

func (s *state) inSpan(v any) bool {
	n, ok := numberOf(v)
	return ok && s.n.span.has(n)
}

func (s *state) bind(regs []any, b *Bindings) {
	b.reset(s.vars)
	for i := range s.row.binds {
		w := &s.row.binds[i]
		x := slot{value: regs[w.path]}
		switch {
		case w.star != nil:
			x.n, x.lo, x.hi = w.star, int32(w.before), int32(size(x.value)-w.after)
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
