package matching

import "strings"

// matcher runs patterns as they are written, alternative by alternative. It is the
// meaning of a pattern: the decision tree must agree with it, and it serves Explain
// and the arms that are too many for a tree.
type matcher struct {
	b      *Bindings
	guards []*node

	// For Explain: the failure that was furthest from the start.
	explain bool
	passed  int
	best    int
	failure Failure
}

// step is one step from the root to a value; nil is the root.
type step struct {
	up    *step
	key   string
	index int
	keyed bool
}

// run tells whether v matches n. If so, b is bound.
func (m *matcher) run(n *node, v any) bool {
	return m.match(n, v, nil, func() bool {
		for _, g := range m.guards {
			if !m.check(m.b.pass(g), g, nil, nil) {
				return false
			}
		}
		return true
	})
}

// check notes a test's result.
func (m *matcher) check(ok bool, n *node, v any, at *step) bool {
	if !m.explain {
		return ok
	}
	if ok {
		m.passed++
	} else if m.passed > m.best {
		m.best, m.failure = m.passed, failureAt(n, v, at)
	}
	return ok
}

// match tells whether v matches n and next holds after it; what it bound is forgotten if not.
func (m *matcher) match(n *node, v any, at *step, next func() bool) bool {
	passed := m.passed
	ok := m.matchNode(n, v, at, next)
	if !ok {
		m.passed = passed
	}
	return ok
}

func (m *matcher) matchNode(n *node, v any, at *step, next func() bool) bool {
	switch n.op {
	case opAny:
		return next()
	case opAll:
		return m.all(n.kids, v, at, next)
	case opOneOf:
		for _, kid := range n.kids {
			if m.match(kid, v, at, next) {
				return true
			}
		}
		return false
	case opCapture:
		return m.check(n.v.accepts == nil || n.v.accepts(v), n.accept(), v, at) && m.match(n.kids[0], v, at, func() bool {
			return m.bind(bind{v: n.v}, v, next)
		})
	case opGuard:
		m.guards = append(m.guards, n)
		ok := next()
		m.guards = m.guards[:len(m.guards)-1]
		return ok
	case opMap:
		return m.check(classOf(v) == classMap, n, v, at) && m.keys(n, 0, v, at, next)
	case opSeq:
		return m.check(classOf(v) == classSeq && n.fits(size(v)), n, v, at) && m.items(n, 0, v, at, next)
	}
	return m.check(holds(n, v), n, v, at) && next()
}

func (m *matcher) all(kids []*node, v any, at *step, next func() bool) bool {
	if len(kids) == 0 {
		return next()
	}
	return m.match(kids[0], v, at, func() bool { return m.all(kids[1:], v, at, next) })
}

// keys matches the entries of a map from i.
func (m *matcher) keys(n *node, i int, v any, at *step, next func() bool) bool {
	if i == len(n.keys) {
		if n.exact && !m.check(exactKeys(n, v), exactNode, v, at) {
			return false
		}
		if n.v == nil {
			return next()
		}
		return m.bind(bind{v: n.v, n: n}, v, next)
	}
	e := n.keys[i]
	rest := func() bool { return m.keys(n, i+1, v, at, next) }
	value, ok := lookup(v, e.key)
	if !ok && e.optional {
		return rest()
	}
	here := &step{up: at, key: e.key, keyed: true}
	return m.check(ok, e.n, missing{}, here) && m.match(e.n, value, here, rest)
}

// items matches the items of a sequence from the pattern's item i.
func (m *matcher) items(n *node, i int, v any, at *step, next func() bool) bool {
	if i == len(n.kids) {
		return next()
	}
	kid, place := n.kids[i], i
	if star := n.star(); star >= 0 && i > star {
		place = size(v) - len(n.kids) + i
	}
	rest := func() bool { return m.items(n, i+1, v, at, next) }
	if kid.op != opStar {
		return m.match(kid, item(v, place), &step{up: at, index: place}, rest)
	}
	if kid.v == nil {
		return rest()
	}
	w := bind{v: kid.v, n: kid, before: i, after: len(n.kids) - 1 - i}
	return m.check(starHolds(w.slot(v)), kid, v, at) && m.bind(w, v, rest)
}

// bind binds for as long as next runs, and for good if it holds.
func (m *matcher) bind(w bind, value any, next func() bool) bool {
	b := m.b
	w.path = len(b.row.binds)
	b.row.wide = true
	b.row.binds, b.more = append(b.row.binds, w), append(b.more[:w.path], value)
	if next() {
		return true
	}
	b.row.binds = b.row.binds[:w.path]
	return false
}

// fits tells whether a sequence of this length can match.
func (n *node) fits(length int) bool {
	if n.star() < 0 {
		return length == len(n.kids)
	}
	return length >= len(n.kids)-1
}

// keptType marks the type of a variable, which converts where opType does not.
const keptType = "kept"

// accept is a node that stands for the type of a capture.
func (n *node) accept() *node {
	return &node{op: opType, typ: n.v.typ, holds: n.v.accepts, text: keptType}
}

// starHolds tells whether every item of a star can be what its variable holds.
func starHolds(s slot) bool {
	if len(s.n.kids) == 0 {
		return true
	}
	for i := s.lo; i < s.hi; i++ {
		if !s.n.kids[0].v.accepts(item(s.value, int(i))) {
			return false
		}
	}
	return true
}

var exactNode = &node{op: opMap, text: "no other keys"}

// exactKeys tells whether the map v has no keys but those of n.
func exactKeys(n *node, v any) bool {
	named := 0
	for _, e := range n.keys {
		if _, ok := lookup(v, e.key); ok {
			named++
		}
	}
	return named == size(v)
}

// holds tells whether v matches a pattern that binds nothing.
func holds(n *node, v any) bool {
	switch n.op {
	case opNull:
		return v == nil
	case opBool:
		return classOf(v) == classBool && boolOf(v) == n.truth
	case opNumber:
		num, ok := numberOf(v)
		return ok && num == n.num
	case opString:
		return classOf(v) == classString && stringOf(v) == n.text
	case opIsNumber:
		return classOf(v) == classNumber
	case opInt:
		num, ok := numberOf(v)
		return ok && num.isInt()
	case opRange:
		num, ok := numberOf(v)
		return ok && n.span.has(num)
	case opPrefix, opSuffix, opRegexp:
		return classOf(v) == classString && textHolds(n, stringOf(v))
	case opType:
		return n.holds == nil || n.holds(v)
	case opNot:
		return !holds(n.kids[0], v)
	case opEach:
		return eachHolds(n.kids[0], v)
	case opKeys:
		return exactKeys(n, v)
	case opItems:
		return starHolds(slot{value: v, n: n.kids[0], lo: int32(n.lo), hi: int32(size(v) - n.hi)})
	case opRecord:
		return classOf(v) == classMap && entries(v, func(key string, value any) bool {
			return holds(n.kids[0], key) && holds(n.kids[1], value)
		})
	}
	m := matcher{b: new(Bindings)}
	return m.run(n, v)
}

func eachHolds(n *node, v any) bool {
	if classOf(v) != classSeq {
		return false
	}
	for i := range size(v) {
		if !holds(n, item(v, i)) {
			return false
		}
	}
	return true
}

// textHolds runs the tests of strings.
func textHolds(n *node, s string) bool {
	switch n.op {
	case opPrefix:
		return strings.HasPrefix(s, n.text)
	case opSuffix:
		return strings.HasSuffix(s, n.text)
	}
	return n.regexp.MatchString(s)
}
