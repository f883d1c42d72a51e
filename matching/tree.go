package matching

import (
	"fmt"
	"slices"
	"strings"
)

// A state is one node of the decision tree (a graph, since equal states are shared): it
// asks one question about one register and goes on to another state.
//
// The tree is built as in Maranget, "Compiling Pattern Matching to Good Decision Trees"
// (2008): the first open test of the first row is asked, and the rows are specialised by
// each answer. No value is looked at twice for one question. An arm that no leaf names
// is useless in the sense of his "Warnings for pattern matching" (2007).
type state struct {
	op      stateOp
	path    int // the register that is asked, or that is filled
	parent  int // askKey, askItem
	key     string
	index   int
	want    int
	n       *node
	class   class
	yes, no *state
	byClass [classes]*state
	cases   []literalCase
	row     *row
}

// literalCase is one of the literals of a state that asks which of many a value is.
type literalCase struct {
	n    *node
	next *state
}

type stateOp uint8

const (
	fail     stateOp = iota
	askKey           // fill path from the parent's key: yes or no
	askItem          // fill path from the parent's item: yes
	askClass         // byClass
	askLength
	askLeast
	askEqual  // the literal n
	askNumber // which of cases, no for the others
	askString // which of cases, no for the others
	askSpan
	askInt // the number is kept as an int or int64
	askHolds
	leaf // the row matches if its guards hold; else no
)

// Limits of Compile. Sets beyond them are interpreted, and not searched for hidden arms.
const (
	maxStates = 1 << 13
	maxWork   = 1 << 20 // tests looked at
)

type builder struct {
	paths  []path
	rows   []row
	arms   []arm
	memo   map[string]*state
	used   []bool // by arm: some leaf takes it
	states int
	work   int
}

var failState = &state{op: fail}

// buildTree returns the tree of the arms, how many registers it needs and which arms can be
// reached, or false if it would be too large.
func buildTree(arms []arm) (*state, int, []bool, bool) {
	b := &builder{arms: arms, memo: make(map[string]*state), used: make([]bool, len(arms))}
	var r rower
	for i, a := range arms {
		rows, ok := r.arm(i, a)
		if !ok {
			return nil, 0, nil, false
		}
		b.rows = append(b.rows, rows...)
	}
	b.paths = r.paths
	for i := range b.rows {
		b.rows[i].wide = len(b.paths) > registers
	}
	s := b.build(b.open(), b.unknown())
	return s, len(b.paths), b.used, s != nil
}

// openRow is a row with the tests that are not yet answered.
type openRow struct {
	row   int
	tests []test
}

func (b *builder) open() []openRow {
	open := make([]openRow, len(b.rows))
	for i := range b.rows {
		open[i] = openRow{i, b.rows[i].tests}
	}
	return open
}

// unknown is what is known at the start.
func (b *builder) unknown() []fact {
	known := make([]fact, max(1, len(b.paths)))
	for i := range known {
		known[i] = freshFact()
	}
	return known
}

// specialise drops the tests that the facts answer and the rows that they refuse, and
// all rows below one that surely matches.
func (b *builder) specialise(rows []openRow, known []fact) []openRow {
	var out []openRow
rows:
	for _, r := range rows {
		var tests []test
		for i, t := range r.tests {
			b.work++
			switch known[t.path].decide(t) {
			case no:
				continue rows
			case yes:
				if tests == nil {
					tests = slices.Clone(r.tests[:i])
				}
			case unknown:
				if tests != nil {
					tests = append(tests, t)
				}
			}
		}
		if tests == nil {
			tests = r.tests
		}
		out = append(out, openRow{r.row, tests})
		if len(tests) == 0 && len(b.rows[r.row].guards) == 0 {
			return out
		}
	}
	return out
}

// build returns the state for these rows, or nil at a limit.
func (b *builder) build(rows []openRow, known []fact) *state {
	rows = b.specialise(rows, known)
	if len(rows) == 0 {
		return failState
	}
	key := memoKey(rows, known)
	if s := b.memo[key]; s != nil {
		return s
	}
	if b.states++; b.states > maxStates || b.work > maxWork {
		return nil
	}
	s := b.state(rows, known)
	b.memo[key] = s
	return s
}

func (b *builder) state(rows []openRow, known []fact) *state {
	first := rows[0]
	if len(first.tests) == 0 {
		row := &b.rows[first.row]
		b.used[row.arm] = true
		s := &state{op: leaf, row: row, no: failState}
		if len(row.guards) > 0 {
			s.no = b.build(rows[1:], known)
		}
		return s.complete()
	}
	t := first.tests[0]
	s := &state{
		path: t.path, parent: b.paths[t.path].parent, key: b.paths[t.path].key,
		index: b.paths[t.path].index, want: t.want, n: t.n, class: t.class,
	}
	switch t.kind {
	case testClass:
		return b.classSwitch(s, rows, known)
	case testLiteral:
		if t.n.op != opBool {
			return b.literalSwitch(s, rows, known)
		}
	case testItem:
		s.op = askItem
		s.yes, s.no = b.build(rows, assume(known, t, true)), failState
		return s.complete()
	}
	s.op = map[testKind]stateOp{
		testPresent: askKey, testLength: askLength, testLeast: askLeast,
		testLiteral: askEqual, testSpan: askSpan, testHolds: askHolds,
	}[t.kind]
	if s.op == askHolds && s.n.keepsInt() {
		s.op = askInt
	}
	s.yes = b.build(rows, assume(known, t, true))
	s.no = b.build(rows, assume(known, t, false))
	if t.kind == testPresent && t.want == 0 {
		s.yes, s.no = s.no, s.yes
	}
	return s.complete()
}

// complete returns s if no limit was met below it.
func (s *state) complete() *state {
	switch s.op {
	case leaf, askClass, askNumber, askString: // They have no yes.
	default:
		if s.yes == nil {
			return nil
		}
	}
	if s.no == nil {
		return nil
	}
	return s
}

func assume(known []fact, t test, holds bool) []fact {
	out := slices.Clone(known)
	out[t.path] = out[t.path].assume(t, holds)
	return out
}

// testsAt yields the open tests of a kind at a path.
func testsAt(rows []openRow, kind testKind, path int) func(yield func(test) bool) {
	return func(yield func(test) bool) {
		for _, r := range rows {
			for _, t := range r.tests {
				if t.kind == kind && t.path == path && !yield(t) {
					return
				}
			}
		}
	}
}

// classSwitch asks for the class once, for all rows.
func (b *builder) classSwitch(s *state, rows []openRow, known []fact) *state {
	s.op = askClass
	others := known
	for t := range testsAt(rows, testClass, s.path) {
		if s.byClass[t.class] != nil || known[s.path].classes&(1<<t.class) == 0 {
			continue
		}
		if s.byClass[t.class] = b.build(rows, assume(known, t, true)); s.byClass[t.class] == nil {
			return nil
		}
		others = assume(others, t, false)
	}
	s.no = failState
	if others[s.path].classes != 0 {
		s.no = b.build(rows, others)
	}
	for c := range s.byClass {
		if s.byClass[c] == nil {
			s.byClass[c] = s.no
		}
	}
	return s.complete()
}

// few is up to how many literals are compared one by one.
const few = 4

// literalSwitch asks which of all literals it is.
func (b *builder) literalSwitch(s *state, rows []openRow, known []fact) *state {
	s.op = askNumber
	if s.n.op == opString {
		s.op = askString
	}
	others := known
	seen := make(map[string]bool)
	for t := range testsAt(rows, testLiteral, s.path) {
		if t.n.op != s.n.op || seen[t.id] {
			continue
		}
		seen[t.id] = true
		next := b.build(rows, assume(known, t, true))
		if next == nil {
			return nil
		}
		s.cases = append(s.cases, literalCase{t.n, next})
		others = assume(others, t, false)
	}
	s.no = b.build(rows, others)
	if s.no == nil || len(s.cases) > few {
		return s.complete()
	}
	next := s.no
	for _, c := range slices.Backward(s.cases) {
		next = &state{op: askEqual, path: s.path, n: c.n, yes: c.next, no: next}
	}
	return next
}

// memoKey tells rows apart by what is open, and by what is known where it is.
func memoKey(rows []openRow, known []fact) string {
	var b strings.Builder
	var paths []int
	for _, r := range rows {
		fmt.Fprint(&b, r.row, ":")
		for _, t := range r.tests {
			b.WriteString(t.id)
			b.WriteByte(';')
			if !slices.Contains(paths, t.path) {
				paths = append(paths, t.path)
			}
		}
	}
	slices.Sort(paths)
	for _, p := range paths {
		fmt.Fprint(&b, "@", p, known[p].key())
	}
	return b.String()
}
