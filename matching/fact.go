package matching

import (
	"fmt"
	"slices"
	"strings"
)

// A fact is what the tests passed so far say about the value at one path. What it does
// not say is unknown: it may claim too little and never too much.
type fact struct {
	classes uint8 // the classes that the value may have, by bit
	present verdict
	loaded  bool       // the item was fetched
	least   int        // of a sequence
	most    int        // of a sequence; -1 is no limit
	lengths []int      // that the sequence does not have
	equal   *node      // the literal that it is
	unequal []*node    // literals that it is not
	span    interval   // of a number, unless it is NaN
	ordered bool       // a number, and not NaN
	held    []heldFact // the other tests
}

type heldFact struct {
	t     test
	holds bool
}

type verdict uint8

const (
	unknown verdict = iota
	yes
	no
)

func verdictOf(b bool) verdict {
	if b {
		return yes
	}
	return no
}

// interval is a range of numbers of which each end may be open.
type interval struct{ lo, hi *limit }

type limit struct {
	n    number
	open bool
}

const allClasses = 1<<classes - 1

func freshFact() fact { return fact{classes: allClasses, most: -1} }

// decide answers a test from what is known.
func (f *fact) decide(t test) verdict {
	switch t.kind {
	case testClass:
		if f.classes == 1<<t.class {
			return yes
		}
		if f.classes&(1<<t.class) == 0 {
			return no
		}
		return unknown
	case testPresent:
		if f.present == unknown || t.want == 1 {
			return f.present
		}
		return yes + no - f.present
	case testItem:
		if f.loaded {
			return yes
		}
		return unknown
	case testLength, testLeast:
		return f.decideLength(t)
	case testLiteral:
		return f.decideLiteral(t.n)
	}
	for _, h := range f.held {
		if h.t.id == t.id {
			return verdictOf(h.holds)
		}
	}
	if f.equal != nil && f.equal.num.tail == 0 && t.n.judges() {
		return verdictOf(holds(t.n, f.equal.value()))
	}
	if t.kind == testSpan {
		return f.decideSpan(t.n.span)
	}
	return unknown
}

func (f *fact) decideLength(t test) verdict {
	if f.least > t.want && t.kind == testLength || f.most >= 0 && f.most < t.want {
		return no
	}
	if t.kind == testLength && slices.Contains(f.lengths, t.want) {
		return no
	}
	if f.least >= t.want && (t.kind == testLeast || f.most == t.want) {
		return yes
	}
	return unknown
}

func (f *fact) decideLiteral(n *node) verdict {
	if f.equal != nil {
		return verdictOf(f.equal.literal() == n.literal())
	}
	for _, other := range f.unequal {
		if other.literal() == n.literal() || n.op == opBool && other.op == opBool {
			return verdictOf(other.truth != n.truth && n.op == opBool)
		}
	}
	if n.op == opNumber && !f.span.has(n.num) {
		return no
	}
	for _, h := range f.held {
		if n.num.tail == 0 && h.t.n.judges() && holds(h.t.n, n.value()) != h.holds {
			return no
		}
	}
	return unknown
}

// decideSpan compares a range with the interval that is known.
func (f *fact) decideSpan(s span) verdict {
	want := s.interval()
	if f.span.below(want) || want.below(f.span) || f.span.below(f.span) { // The last: it is empty.
		return no
	}
	if f.ordered && f.span.within(want) {
		return yes
	}
	return unknown
}

func (s span) interval() interval {
	var i interval
	if s.lo != nil {
		i.lo = &limit{n: *s.lo}
	}
	if s.hi != nil {
		i.hi = &limit{*s.hi, s.under}
	}
	return i
}

func (i interval) has(n number) bool {
	if i.lo != nil {
		if c := n.compare(i.lo.n); c < 0 || c == 0 && i.lo.open {
			return false
		}
	}
	if i.hi != nil {
		if c := n.compare(i.hi.n); c > 0 || c == 0 && i.hi.open {
			return false
		}
	}
	return true
}

// below tells whether all of i is below all of j.
func (i interval) below(j interval) bool {
	if i.hi == nil || j.lo == nil {
		return false
	}
	c := i.hi.n.compare(j.lo.n)
	return c < 0 || c == 0 && (i.hi.open || j.lo.open)
}

// within tells whether all of i is in j.
func (i interval) within(j interval) bool {
	if j.lo != nil {
		if i.lo == nil {
			return false
		}
		if c := i.lo.n.compare(j.lo.n); c < 0 || c == 0 && j.lo.open && !i.lo.open {
			return false
		}
	}
	if j.hi != nil {
		if i.hi == nil {
			return false
		}
		if c := i.hi.n.compare(j.hi.n); c > 0 || c == 0 && j.hi.open && !i.hi.open {
			return false
		}
	}
	return true
}

// and returns what is in both.
func (i interval) and(j interval) interval {
	if j.lo != nil && (i.lo == nil || !(interval{lo: j.lo}).has(i.lo.n) || i.lo.n.compare(j.lo.n) == 0 && j.lo.open) {
		i.lo = j.lo
	}
	if j.hi != nil && (i.hi == nil || !(interval{hi: j.hi}).has(i.hi.n) || i.hi.n.compare(j.hi.n) == 0 && j.hi.open) {
		i.hi = j.hi
	}
	return i
}

// assume returns the fact with one more answer. The fact itself does not change.
func (f fact) assume(t test, holds bool) fact {
	switch t.kind {
	case testClass:
		if holds {
			f.classes = 1 << t.class
		} else {
			f.classes &^= 1 << t.class
		}
	case testPresent:
		f.present = verdictOf(holds == (t.want == 1))
	case testItem:
		f.loaded = true
	case testLength, testLeast:
		f.assumeLength(t, holds)
	case testLiteral:
		if holds {
			f.equal, f.ordered = t.n, true
		} else {
			f.unequal = append(slices.Clip(f.unequal), t.n)
		}
	default:
		f.held = append(slices.Clip(f.held), heldFact{t, holds})
		if holds && (t.kind == testSpan || t.n.op == opInt) {
			f.ordered = true
		}
		if t.kind == testSpan {
			f.assumeSpan(t.n.span.interval(), holds)
		}
	}
	return f
}

func (f *fact) assumeLength(t test, holds bool) {
	switch {
	case t.kind == testLength && holds:
		f.least, f.most = t.want, t.want
	case t.kind == testLeast && holds:
		f.least = max(f.least, t.want)
		for slices.Contains(f.lengths, f.least) {
			f.least++
		}
	case t.kind == testLeast:
		if f.most < 0 || f.most > t.want-1 {
			f.most = t.want - 1
		}
	default:
		f.lengths = append(slices.Clip(f.lengths), t.want)
		for slices.Contains(f.lengths, f.least) {
			f.least++
		}
		for f.most >= 0 && slices.Contains(f.lengths, f.most) {
			f.most--
		}
	}
}

// assumeSpan narrows the interval. A range that fails cuts off one end, or leaves a
// hole that the interval cannot show.
func (f *fact) assumeSpan(s interval, holds bool) {
	if holds {
		f.span = f.span.and(s)
		return
	}
	low := s.lo == nil || f.span.lo != nil && s.has(f.span.lo.n) // s covers the low end
	high := s.hi == nil || f.span.hi != nil && s.has(f.span.hi.n)
	if low && s.hi != nil {
		f.span = f.span.and(interval{lo: &limit{s.hi.n, !s.hi.open}})
	} else if high && s.lo != nil {
		f.span = f.span.and(interval{hi: &limit{s.lo.n, !s.lo.open}})
	}
}

// judges tells whether the pattern's answer depends on a literal's value alone, not on its Go type.
func (n *node) judges() bool {
	switch n.op {
	case opInt, opRange, opPrefix, opSuffix, opRegexp, opBool, opNumber, opString, opNull, opIsNumber, opAny:
		return true
	case opType:
		return n.text == keptType && reflectClass(n.typ) == classNumber
	case opNot, opOneOf, opAll:
		return !slices.ContainsFunc(n.kids, func(kid *node) bool { return !kid.judges() })
	}
	return false
}

// value returns a value that a literal takes.
func (n *node) value() any {
	switch n.op {
	case opBool:
		return n.truth
	case opString:
		return n.text
	}
	return n.num.value()
}

// key is a text by which equal facts are the same.
func (f *fact) key() string {
	var b strings.Builder
	fmt.Fprint(&b, f.classes, f.present, f.loaded, f.least, f.most, f.ordered, f.lengths)
	if f.equal != nil {
		fmt.Fprint(&b, "=", f.equal.literal())
	}
	for _, n := range f.unequal {
		fmt.Fprint(&b, "!", n.literal())
	}
	for _, h := range f.held {
		fmt.Fprint(&b, "?", h.t.id, h.holds)
	}
	return b.String()
}
