package matching

// registers is how many paths have their registers on the stack.
const registers = 8

// run walks the tree and returns the arm that takes v, or -1. It binds b.
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
		case askKey:
			value, ok := lookup(regs[s.parent], s.key)
			regs[s.path] = value
			s = s.next(ok)
		case askItem:
			i := s.index
			if i < 0 {
				i += size(regs[s.parent])
			}
			regs[s.path] = item(regs[s.parent], i)
			s = s.yes
		case askClass:
			s = s.byClass[classOf(regs[s.path])]
		case askLength:
			s = s.next(size(regs[s.path]) == s.want)
		case askLeast:
			s = s.next(size(regs[s.path]) >= s.want)
		case askBool:
			s = s.next(boolOf(regs[s.path]) == s.n.truth)
		case askNumber:
			s = s.or(s.byNumber.find(regs[s.path]))
		case askString:
			s = s.or(s.byString.find(stringOf(regs[s.path])))
		case askSpan:
			n, ok := numberOf(regs[s.path])
			s = s.next(ok && s.n.span.has(n))
		case askHolds:
			s = s.next(holds(s.n, regs[s.path]))
		case leaf:
			s.bind(regs, b)
			if s.guards(b) {
				return s.row.arm
			}
			s = s.no
		}
	}
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
