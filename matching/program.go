package matching

import "math"

// An instruction is what a state of the decision tree becomes when the tree is complete: small,
// with what the types of encoding/json need within one cache line, and with the question
// for a value's class and the one that follows told to run together.
type instruction struct {
	op      opcode
	then    bool   // yes is run together with this instruction
	other   bool   // no is
	path    uint32 // the register that is asked, or that is filled
	parent  uint32 // the register of the map or sequence
	want    int32  // an index, a length, a class or an arm
	yes, no *instruction
	text    string
	lo, hi  float64 // the range, or the literal, for float64; both included
	row     *row
	detail  *detail
}

// detail is what few instructions need.
type detail struct {
	n       *node
	classes [classes]*instruction
	texts   textTable
	numbers map[number]*instruction
}

type opcode uint8

const (
	codeFail   opcode = iota
	codeKey           // fill path from the parent's key
	codeItem          // fill path from the parent's item
	codeIsMap         // of that class?
	codeIsSeq         //
	codeIsText        //
	codeIsNum         //
	codeClass         // go to what the class says
	codeLength
	codeLeast
	codeEqualText
	codeEqualNum
	codeSwitchText // go to what the text says
	codeSwitchNum  // go to what the number says
	codeSpan
	codeKept // the number is kept as an int or int64
	codeHolds
	codeLeaf    // the row matches
	codeGuarded // it matches if its guards hold
)

// layout makes the instructions of a tree.
type layout struct {
	made map[*state]*instruction
	todo []*state
}

// instructions returns the first instruction of the tree.
func (s *state) instructions() *instruction {
	l := layout{made: make(map[*state]*instruction)}
	first := l.of(s)
	for i := 0; i < len(l.todo); i++ { // It grows meanwhile.
		l.link(l.todo[i])
	}
	for _, in := range l.made {
		in.then = in.yes != nil && in.fuses(in.yes, true)
		in.other = in.no != nil && in.fuses(in.no, false)
	}
	return first
}

// of returns the instruction of a state, perhaps not linked yet; nil for nil.
func (l *layout) of(s *state) *instruction {
	if s == nil {
		return nil
	}
	in := l.made[s]
	if in == nil {
		in = s.instruction()
		l.made[s], l.todo = in, append(l.todo, s)
	}
	return in
}

func (l *layout) link(s *state) {
	in := l.made[s]
	in.yes, in.no = l.of(s.yes), l.of(s.no)
	if s.op == askClass {
		in.yes = l.of(s.byClass[s.class])
		for c, next := range s.byClass {
			in.detail.classes[c] = l.of(next)
		}
	}
	for _, c := range s.cases {
		next := l.of(c.next)
		if c.n.op == opString {
			in.detail.texts.add(c.n.text, next)
			continue
		}
		if in.detail.numbers == nil {
			in.detail.numbers = make(map[number]*instruction)
		}
		in.detail.numbers[c.n.num] = next
	}
}

// fuses tells whether next, to which the answer leads, is run together with in: it asks about the value that in
// has at hand.
func (in *instruction) fuses(next *instruction, yes bool) bool {
	if next.op == codeKey {
		return yes && in.op == codeIsMap && next.parent == in.path
	}
	if next.path != in.path {
		return false
	}
	switch in.op {
	case codeKey, codeItem:
		return yes && (next.op == codeIsText || next.op == codeIsNum)
	case codeIsText:
		return yes && (next.op == codeEqualText || next.op == codeSwitchText)
	case codeIsNum:
		return yes && next.op == codeEqualNum
	case codeEqualText, codeEqualNum:
		return !yes && next.op == in.op
	case codeIsSeq:
		return yes && (next.op == codeLength || next.op == codeLeast)
	case codeLength, codeLeast:
		return next.op == codeLength || next.op == codeLeast
	}
	return false
}

// instruction makes all of it but the links.
func (s *state) instruction() *instruction {
	in := &instruction{
		path: uint32(s.path), parent: uint32(max(0, s.parent)), want: int32(s.want),
		text: s.key, row: s.row, detail: &detail{n: s.n},
	}
	switch s.op {
	case askKey:
		in.op = codeKey
	case askItem:
		in.op, in.want = codeItem, int32(s.index)
	case askClass:
		in.op, in.want = s.classOp(), int32(s.class)
	case askLength:
		in.op = codeLength
	case askLeast:
		in.op = codeLeast
	case askEqual:
		in.equal(s.n)
	case askString:
		in.op = codeSwitchText
	case askNumber:
		in.op = codeSwitchNum
	case askSpan:
		in.op = codeSpan
		in.lo, in.hi = s.n.span.floats()
	case askInt:
		in.op = codeKept
	case askHolds:
		in.op = codeHolds
	case leaf:
		in.op, in.want = codeLeaf, int32(s.row.arm)
		if len(s.row.guards) > 0 {
			in.op = codeGuarded
		}
	}
	return in
}

// classOp is a question for one class where only one leads elsewhere.
func (s *state) classOp() opcode {
	for c, next := range s.byClass {
		if next != s.no && class(c) != s.class {
			return codeClass
		}
	}
	switch s.class {
	case classMap:
		return codeIsMap
	case classSeq:
		return codeIsSeq
	case classString:
		return codeIsText
	case classNumber:
		return codeIsNum
	}
	return codeClass
}

// equal makes it compare with a literal.
func (in *instruction) equal(n *node) {
	switch n.op {
	case opString:
		in.op, in.text = codeEqualText, n.text
	case opNumber:
		in.op = codeEqualNum
		f, exact := n.num.float()
		if !exact {
			f = math.NaN() // No float64 is equal to it.
		}
		in.lo, in.hi = f, f
	default:
		in.op = codeHolds
	}
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
