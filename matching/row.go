package matching

import (
	"fmt"
	"math"
	"strconv"
)

// A path is one place in the values of a set: the root is 0, and every other hangs
// from its parent. At run time each path that is reached has a register.
type path struct {
	parent int
	kind   pathKind
	key    string // byKey
	index  int    // fromFront, fromBack: -1 is the last item
}

type pathKind uint8

const (
	root pathKind = iota
	byKey
	fromFront
	fromBack
)

// A test is one question about the value at a path. A row asks them in an order
// in which each has what it needs: the class before the key, the length before the item.
type test struct {
	kind  testKind
	class class // testClass
	path  int
	want  int   // the length of testLength and testLeast; 0 in testPresent when the key must be missing
	n     *node // the pattern of testLiteral, testSpan and testHolds
	id    string
}

type testKind uint8

const (
	testClass   testKind = iota
	testPresent          // the key of the path is in its parent
	testLength           // the sequence has just so many items
	testLeast            // the sequence has at least so many items
	testItem             // no question: fetch the item of the path, which is there
	testLiteral          // opBool, opNumber or opString
	testSpan             // opRange
	testHolds            // any other pattern that binds nothing
)

// A row is one way to match an arm: all tests hold, then all guards.
type row struct {
	arm    int
	tests  []test
	binds  []bind
	guards []*node
	wide   bool // the registers are those of Bindings.more
}

// A bind says that a variable is bound to the value at a path, or to a part of it.
type bind struct {
	v             *variable
	path          int
	n             *node // opStar or opMap when it is a part of the value
	before, after int   // opStar: how many items stand before and after it
}

// rower turns patterns into rows.
type rower struct {
	paths []path
	rows  int // made so far, to stop at the limit
}

const maxRows = 256 // Of one arm. With more, the set is interpreted.

func (r *rower) path(parent int, kind pathKind, key string, index int) int {
	p := path{parent, kind, key, index}
	for i, have := range r.paths {
		if have == p {
			return i
		}
	}
	r.paths = append(r.paths, p)
	return len(r.paths) - 1
}

// arm returns the rows of an arm, or false when they are too many.
func (r *rower) arm(i int, a arm) ([]row, bool) {
	if len(r.paths) == 0 {
		r.path(-1, root, "", 0)
	}
	rows := r.expand(a.n, 0, []row{{arm: i}})
	return rows, r.rows <= maxRows
}

// with returns a copy of the row with one more test.
func (w row) with(t test) row {
	t.id = t.name()
	w.tests = append(w.tests[:len(w.tests):len(w.tests)], t)
	return w
}

func (w row) bound(b bind) row {
	w.binds = append(w.binds[:len(w.binds):len(w.binds)], b)
	return w
}

func each(in []row, f func(row) row) []row {
	out := make([]row, len(in))
	for i, w := range in {
		out[i] = f(w)
	}
	return out
}

func require(in []row, t test) []row { return each(in, func(w row) row { return w.with(t) }) }

// expand adds to each row what n asks of the value at path at.
func (r *rower) expand(n *node, at int, in []row) []row {
	if r.rows > maxRows {
		return nil
	}
	class := func(c class) []row { return require(in, test{kind: testClass, class: c, path: at}) }
	switch n.op {
	case opAny:
		return in
	case opNull:
		return class(classNull)
	case opIsNumber:
		return class(classNumber)
	case opBool:
		return require(class(classBool), test{kind: testLiteral, path: at, n: n})
	case opNumber:
		return require(class(classNumber), test{kind: testLiteral, path: at, n: n})
	case opString:
		return require(class(classString), test{kind: testLiteral, path: at, n: n})
	case opRange:
		return require(class(classNumber), test{kind: testSpan, path: at, n: n})
	case opInt:
		return require(class(classNumber), test{kind: testHolds, path: at, n: n})
	case opPrefix, opSuffix, opRegexp:
		return require(class(classString), test{kind: testHolds, path: at, n: n})
	case opEach:
		return require(class(classSeq), test{kind: testHolds, path: at, n: n})
	case opRecord:
		return require(class(classMap), test{kind: testHolds, path: at, n: n})
	case opAll:
		for _, kid := range n.kids {
			in = r.expand(kid, at, in)
		}
		return in
	case opOneOf:
		return r.alternatives(n, at, in)
	case opCapture:
		return r.capture(n, at, in)
	case opGuard:
		return each(in, func(w row) row {
			w.guards = append(w.guards[:len(w.guards):len(w.guards)], n)
			return w
		})
	case opMap:
		return r.mapping(n, at, class(classMap))
	case opSeq:
		return r.sequence(n, at, class(classSeq))
	}
	return require(in, test{kind: testHolds, path: at, n: n}) // opType, opNot
}

func (r *rower) alternatives(n *node, at int, in []row) []row {
	var out []row
	for _, w := range in {
		for _, kid := range n.kids {
			out = append(out, r.expand(kid, at, []row{w})...)
			r.rows++
		}
	}
	return out
}

func (r *rower) capture(n *node, at int, in []row) []row {
	if n.v.class != classes {
		in = require(in, test{kind: testClass, class: n.v.class, path: at})
	}
	// A string or a bool is all that such a variable asks for.
	if n.v.accepts != nil && n.v.class != classString && n.v.class != classBool {
		in = require(in, test{kind: testHolds, path: at, n: n.accept()})
	}
	in = r.expand(n.kids[0], at, in)
	return each(in, func(w row) row { return w.bound(bind{v: n.v, path: at}) })
}

func (r *rower) mapping(n *node, at int, in []row) []row {
	for _, e := range n.keys {
		kid := r.path(at, byKey, e.key, 0)
		there := r.expand(e.n, kid, require(in, test{kind: testPresent, path: kid, want: 1}))
		if e.optional {
			r.rows += len(in)
			there = append(there, require(in, test{kind: testPresent, path: kid})...)
		}
		in = there
	}
	if n.exact {
		in = require(in, test{kind: testHolds, path: at, n: &node{op: opKeys, keys: n.keys}})
	}
	if n.v != nil {
		in = each(in, func(w row) row { return w.bound(bind{v: n.v, path: at, n: n}) })
	}
	return in
}

func (r *rower) sequence(n *node, at int, in []row) []row {
	star := n.star()
	if star < 0 {
		in = require(in, test{kind: testLength, path: at, want: len(n.kids)})
	} else if len(n.kids) > 1 {
		in = require(in, test{kind: testLeast, path: at, want: len(n.kids) - 1})
	}
	for i, kid := range n.kids {
		if kid.op == opStar {
			in = r.star(kid, at, i, len(n.kids)-1-i, in)
			continue
		}
		place := r.path(at, fromFront, "", i)
		if star >= 0 && i > star {
			place = r.path(at, fromBack, "", i-len(n.kids))
		}
		in = r.expand(kid, place, require(in, test{kind: testItem, path: place}))
	}
	return in
}

func (r *rower) star(kid *node, at, before, after int, in []row) []row {
	if kid.v == nil {
		return in
	}
	if len(kid.kids) > 0 {
		in = require(in, test{kind: testHolds, path: at, n: &node{op: opItems, kids: []*node{kid}, lo: before, hi: after}})
	}
	return each(in, func(w row) row {
		return w.bound(bind{v: kid.v, path: at, n: kid, before: before, after: after})
	})
}

// name is the identity of a test: tests with one name have one answer.
func (t test) name() string {
	s := strconv.Itoa(int(t.kind)) + "/" + strconv.Itoa(t.path) + "/"
	switch t.kind {
	case testClass:
		return s + strconv.Itoa(int(t.class))
	case testLiteral, testSpan:
		return s + t.n.literal()
	case testHolds:
		return s + t.n.identity()
	}
	return s + strconv.Itoa(t.want)
}

// literal is a text by which two literals or ranges are the same.
func (n *node) literal() string {
	switch n.op {
	case opNumber:
		return fmt.Sprintf("n%d %d %d %x %d", n.num.form, n.num.i, n.num.u, math.Float64bits(n.num.f), n.num.tail)
	case opRange:
		return fmt.Sprint("r", n.span)
	}
	return n.String()
}

// identity is a text by which two patterns are surely the same.
func (n *node) identity() string {
	switch n.op {
	case opInt, opPrefix, opSuffix:
		return fmt.Sprint(n.op, n.text)
	case opType:
		return fmt.Sprintf("%d %p %s", n.op, n.typ, n.text)
	case opRegexp:
		return fmt.Sprint(n.op, n.regexp)
	}
	return fmt.Sprintf("%p", n)
}
