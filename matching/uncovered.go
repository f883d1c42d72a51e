package matching

import (
	"iter"
	"maps"
	"math"
	"reflect"
)

// Uncovered yields values that schema takes and no arm does, one from each gap that it finds,
// such as {"status": 500} for a handler that wants "error" beside 500. Each is tried on the
// arms before it is yielded, so it is a real gap; it is made of the types that encoding/json
// decodes, and of int64. The search knows numbers, strings, maps and sequences; it may miss a gap that only
// a guard, a Regexp, a Type or a Not tells apart, and it gives up after some
// thousands of steps. It is for tests. It panics on a schema that Compile would refuse.
func (s *Set[R]) Uncovered(schema Pattern) iter.Seq[any] {
	vars, err := checkArm(schema.node())
	if err != nil {
		panic("matching: Uncovered: " + err.Error())
	}
	return func(yield func(any) bool) {
		w := &witness{arms: s.machine.arms, schema: arm{schema.node(), vars}, yield: yield}
		w.search()
	}
}

// witness looks for the leaves of a decision tree at which no arm is left, as
// "Warnings for pattern matching" (Maranget, 2007) does for rows that are useful.
type witness struct {
	builder
	schema arm
	arms   []arm
	yield  func(any) bool
	done   bool
}

func (w *witness) search() {
	var r rower
	for i, a := range w.arms {
		rows, ok := r.arm(i, a)
		if !ok {
			return
		}
		w.rows = append(w.rows, rows...)
	}
	schema, ok := r.arm(-1, w.schema)
	if !ok {
		return
	}
	w.paths = r.paths
	for _, row := range schema {
		if known, ok := w.grant(row.tests); ok {
			w.descend(w.open(), known)
		}
	}
}

// grant returns the facts of a value that passes all tests, if there can be one.
func (w *witness) grant(tests []test) ([]fact, bool) {
	known := w.unknown()
	for _, t := range tests {
		switch known[t.path].decide(t) {
		case no:
			return nil, false
		case unknown:
			known = assume(known, t, true)
		}
	}
	return known, true
}

// descend answers the open tests both ways.
func (w *witness) descend(rows []openRow, known []fact) {
	const most = 1 << 16
	if w.work > most || w.done {
		return
	}
	w.work++
	rows = w.specialise(rows, known)
	if len(rows) == 0 {
		if v, ok := w.value(known, 0); ok && w.gap(v) {
			w.done = !w.yield(v)
		}
		return
	}
	first := rows[0]
	if len(first.tests) == 0 {
		if len(w.rows[first.row].guards) > 0 { // It may say no.
			w.descend(rows[1:], known)
		}
		return
	}
	t := first.tests[0]
	if t.kind == testLiteral || t.kind == testItem {
		w.descend(rows, assume(known, t, true))
	}
	if t.kind != testItem {
		w.descend(rows, assume(known, t, false))
	}
	if t.kind != testLiteral && t.kind != testItem {
		w.descend(rows, assume(known, t, true))
	}
}

// gap tells whether v is what is looked for.
func (w *witness) gap(v any) bool {
	var b Bindings
	return interpret([]arm{w.schema}, v, &b) == 0 && interpret(w.arms, v, &b) < 0
}

// value makes a value of the facts at a path.
func (w *witness) value(known []fact, at int) (any, bool) {
	f := &known[at]
	if f.equal != nil {
		return f.equal.value(), true
	}
	for _, c := range []class{classNull, classString, classNumber, classBool, classMap, classSeq, classOther} {
		if f.classes&(1<<c) == 0 {
			continue
		}
		for _, v := range w.candidates(known, at, c) {
			if f.suits(v, c) {
				return v, true
			}
		}
	}
	return nil, false
}

// suits tests what value does not build in.
func (f *fact) suits(v any, c class) bool {
	if classOf(v) != c {
		return false
	}
	for _, n := range f.unequal {
		if holds(n, v) {
			return false
		}
	}
	for _, h := range f.held {
		if holds(h.t.n, v) != h.holds {
			return false
		}
	}
	return true
}

func (w *witness) candidates(known []fact, at int, c class) []any {
	f := &known[at]
	var out []any
	for _, h := range f.held {
		if h.t.n.op == opType && h.holds {
			out = append(out, h.t.n.zero())
		}
	}
	switch c {
	case classNull:
		return append(out, nil)
	case classBool:
		return append(out, false, true)
	case classString:
		return append(out, f.strings()...)
	case classNumber:
		return append(out, f.numbers()...)
	case classMap:
		return append(out, w.maps(known, at)...)
	case classSeq:
		return append(out, w.sequences(known, at)...)
	}
	return append(out, struct{}{})
}

// zero returns the zero value of opType's type; nil for an interface.
func (n *node) zero() any { return reflect.Zero(n.typ).Interface() }

func (f *fact) strings() []any {
	prefix, suffix := "", ""
	out := []any{"", "x"}
	for _, h := range f.held {
		switch {
		case !h.holds:
		case h.t.n.op == opPrefix && len(h.t.n.text) > len(prefix):
			prefix = h.t.n.text
		case h.t.n.op == opSuffix && len(h.t.n.text) > len(suffix):
			suffix = h.t.n.text
		case h.t.n.op == opRegexp:
			literal, _ := h.t.n.regexp.LiteralPrefix()
			out = append(out, literal)
		}
	}
	return append(out, prefix, suffix, prefix+suffix, prefix+"x"+suffix, prefix+"xx"+suffix)
}

func (f *fact) numbers() []any {
	near := []float64{0, 1, -1}
	for _, end := range []*limit{f.span.lo, f.span.hi} {
		if end != nil {
			near = append(near, end.n.approx(), end.n.approx()+1, end.n.approx()-1)
		}
	}
	for _, n := range f.unequal {
		near = append(near, n.num.approx()+1, n.num.approx()-1)
	}
	if f.span.lo != nil && f.span.hi != nil {
		near = append(near, (f.span.lo.n.approx()+f.span.hi.n.approx())/2)
	}
	var out []any
	for _, x := range append(near, 0.5, math.MaxFloat64, -math.MaxFloat64, math.NaN()) {
		out = append(out, x)
	}
	for _, end := range []*limit{f.span.lo, f.span.hi} {
		if end != nil {
			out = append(out, end.n.value())
		}
	}
	return out
}

// approx returns the float64 that is nearest.
func (n number) approx() float64 { f, _ := n.float(); return f }

// maps returns the smallest map of the facts, and one with another key.
func (w *witness) maps(known []fact, at int) []any {
	small := make(map[string]any)
	for i, p := range w.paths {
		if p.parent != at || p.kind != byKey || known[i].present != yes {
			continue
		}
		v, ok := w.value(known, i)
		if !ok {
			return nil
		}
		small[p.key] = v
	}
	large := maps.Clone(small)
	large["another key"] = nil
	return []any{small, large}
}

// sequences returns the shortest sequences of the facts.
func (w *witness) sequences(known []fact, at int) []any {
	f := &known[at]
	var out []any
	for length := f.least; length < f.least+4 && (f.most < 0 || length <= f.most); length++ {
		if items, ok := w.items(known, at, length); ok {
			out = append(out, items)
		}
	}
	return out
}

func (w *witness) items(known []fact, at, length int) ([]any, bool) {
	items := make([]any, length)
	for i, p := range w.paths {
		if p.parent != at || !known[i].loaded {
			continue
		}
		place := p.index
		if p.kind == fromBack {
			place += length
		}
		v, ok := w.value(known, i)
		if !ok || place < 0 || place >= length {
			return nil, false
		}
		items[place] = v
	}
	return items, true
}
