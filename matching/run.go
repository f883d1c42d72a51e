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
			if s = s.yes; s.op != askClass {
				continue
			}
			fallthrough // A key is nearly always followed by the class of its value.
		case askClass:
			switch v := regs[s.path].(type) {
			case map[string]any:
				s = s.byClass[classMap]
			case float64:
				next := s.byClass[classNumber]
				if next.op == askNumber && next.path == s.path {
					next = next.float(v)
				}
				s = next
			case string:
				s = s.byClass[classString]
			default:
				s = s.byClass[classOf(v)]
			}
		case askNumber:
			s = s.or(s.byNumber.find(regs[s.path]))
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

// float finds the literal that f is.
func (s *state) float(f float64) *state {
	for i := range s.floats {
		if s.floats[i].f == f {
			return s.floats[i].next
		}
	}
	if s.floats == nil {
		return s.or(s.byNumber.find(f))
	}
	return s.no
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
