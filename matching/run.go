package matching

import "math"

// machine is the arms of a set and what they are compiled to.
type machine struct {
	arms  []arm
	first *instruction // nil when the tree would be too large: then the arms are interpreted
	paths int
}

// index walks from the first instruction and returns the arm that takes v, or -1. It binds
// b. The types to which encoding/json decodes are tested in place.
//
// Each call gives the instruction away and gets the next one back: what lives across no call
// stays in a processor's register, and the speed of the loop depends on that.
func (m *machine) index(v any, b *Bindings) int {
	in := m.first
	if in == nil || b == nil {
		return m.indexSlow(v, b)
	}
	regs := b.room(m.paths)
	regs[0] = v
	for {
		switch in.op {
		case codeIsMap:
			if _, ok := regs[in.path].(map[string]any); !ok {
				in = in.class(regs[in.path])
				continue
			}
			if in.then {
				in = in.yes.key(regs)
			} else {
				in = in.yes
			}
		case codeKey:
			in = in.key(regs)
		case codeItem:
			list, ok := regs[in.parent].([]any)
			i := int(in.want)
			if i < 0 {
				i += len(list)
			}
			if !ok || uint(i) >= uint(len(list)) {
				in = in.slow(regs)
				continue
			}
			v := list[i]
			regs[in.path] = v
			if in.then {
				in = in.yes.classify(v)
			} else {
				in = in.yes
			}
		case codeIsSeq:
			list, ok := regs[in.path].([]any)
			if !ok {
				in = in.class(regs[in.path])
				continue
			}
			if in.then {
				in = in.yes.length(len(list))
			} else {
				in = in.yes
			}
		case codeLength, codeLeast:
			if list, ok := regs[in.path].([]any); ok {
				in = in.length(len(list))
			} else {
				in = in.length(size(regs[in.path]))
			}
		case codeEqualNum, codeSpan:
			f, ok := regs[in.path].(float64)
			if !ok {
				in = in.slow(regs)
				continue
			}
			in = in.next(in.lo <= f && f <= in.hi)
		case codeLeaf:
			b.row = in.row
			return int(in.want)
		case codeGuarded:
			b.row = in.row
			if b.guards() {
				return int(in.want)
			}
			in = in.no
		case codeFail:
			b.row = nil
			return -1
		default:
			in = in.slow(regs)
		}
	}
}

// indexSlow is index for callers who want no bindings, and for sets that are interpreted.
func (m *machine) indexSlow(v any, b *Bindings) int {
	switch {
	case m.first != nil:
		return m.index(v, new(Bindings))
	case b == nil:
		b = new(Bindings)
	}
	var own Bindings // The interpreter's closures hold it, so b stays on the caller's stack.
	i := interpret(m.arms, v, &own)
	*b = own
	return i
}

func (in *instruction) next(ok bool) *instruction {
	if ok {
		return in.yes
	}
	return in.no
}

// length runs codeLength or codeLeast, and those that follow, for a sequence of n items.
func (in *instruction) length(n int) *instruction {
	for more := true; more; {
		if n < int(in.want) || n > int(in.want) && in.op == codeLength {
			in, more = in.no, in.other
		} else {
			in, more = in.yes, in.then
		}
	}
	return in
}

// key runs codeKey, and what is run together with it.
func (in *instruction) key(regs []any) *instruction {
	var v any
	m, ok := regs[in.parent].(map[string]any)
	if ok {
		v, ok = m[in.text]
	} else {
		v, ok = lookup(regs[in.parent], in.text)
	}
	if !ok {
		return in.no
	}
	regs[in.path] = v
	if !in.then {
		return in.yes
	}
	return in.yes.classify(v)
}

// classify runs codeIsText or codeIsNum on a value that was just loaded, and the comparisons that follow.
func (in *instruction) classify(v any) *instruction {
	if in.op == codeIsText {
		text, ok := v.(string)
		if !ok {
			return in.class(v)
		}
		more := in.then
		in = in.yes
		if more && in.op == codeSwitchText {
			return in.detail.texts.find(text, in.no)
		}
		for ; more; in, more = in.no, in.other {
			if text == in.text {
				return in.yes
			}
		}
		return in
	}
	f, ok := v.(float64)
	if !ok {
		return in.class(v)
	}
	more := in.then
	for in = in.yes; more; in, more = in.no, in.other {
		if f == in.lo {
			return in.yes
		}
	}
	return in
}

// class runs the questions for a class.
func (in *instruction) class(v any) *instruction { return in.detail.classes[classOf(v)] }

// slow runs one instruction with whatever type of value.
func (in *instruction) slow(regs []any) *instruction {
	v := regs[in.path]
	ok := false
	switch in.op {
	case codeIsText, codeIsNum, codeClass:
		return in.class(v)
	case codeItem:
		v = regs[in.parent]
		i := int(in.want)
		if i < 0 {
			i += size(v)
		}
		regs[in.path], ok = item(v, i), true
	case codeEqualText:
		ok = stringOf(v) == in.text
	case codeSwitchText:
		return in.detail.texts.find(stringOf(v), in.no)
	case codeSwitchNum:
		if n, valid := numberOf(v); valid {
			if next := in.detail.numbers[n]; next != nil {
				return next
			}
		}
	case codeKept:
		n := in.detail.n
		_, ok = intOf(v, n.minInt(), n.maxInt())
	default:
		ok = holds(in.detail.n, v)
	}
	return in.next(ok)
}

func (b *Bindings) guards() bool {
	for _, g := range b.row.guards {
		if !b.pass(g) {
			return false
		}
	}
	return true
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
