package matching

import (
	"errors"
	"fmt"
)

// ErrNoMatch is what [Set.Match] returns, wrapped, when no arm takes the value. It tells
// that apart from an arm that returns a zero value.
var ErrNoMatch = errors.New("matching: no arm takes the value")

// An Arm is one case of a [Set], made by [Case].
type Arm[R any] struct {
	n  *node
	do func(*Bindings) (R, error)
}

// Case is an arm: what p takes goes to do, with what p bound. The Bindings are do's own.
func Case[R any](p Pattern, do func(*Bindings) (R, error)) Arm[R] { return Arm[R]{p.node(), do} }

// A Set is a list of arms, compiled to one decision tree. It is immutable and safe for
// concurrent use. It holds what its arms hold, and no goroutine.
type Set[R any] struct {
	machine machine
	do      []func(*Bindings) (R, error)
}

// arm is what Compile keeps of an Arm.
type arm struct {
	n    *node
	vars []*variable
}

// Compile checks the arms and compiles them. The first arm that takes a value wins. It
// refuses a pattern that makes no sense, a variable bound twice in one pattern,
// alternatives that bind differently, a guard on a variable that may be unbound, and an arm that can
// never be reached because arms above it take all that it takes; the error names both
// places. Compile once, into a package variable: it takes microseconds for each arm.
func Compile[R any](arms ...Arm[R]) (*Set[R], error) {
	s := &Set[R]{}
	for i, a := range arms {
		if a.do == nil {
			return nil, fmt.Errorf("matching: Compile: arm %d: no function", i)
		}
		vars, err := checkArm(a.n)
		if err != nil {
			return nil, fmt.Errorf("matching: Compile: arm %d: %w", i, err)
		}
		s.machine.arms = append(s.machine.arms, arm{a.n, vars})
		s.do = append(s.do, a.do)
	}
	tree, paths, used, ok := buildTree(s.machine.arms)
	if !ok {
		return s, nil
	}
	for i, reached := range used {
		if !reached {
			return nil, fmt.Errorf("matching: Compile: arm %d: %s", i, hidden(s.machine.arms, i))
		}
	}
	s.machine.first, s.machine.paths = tree.instructions(), paths
	return s, nil
}

// hidden says why arm i is never reached.
func hidden(arms []arm, i int) string {
	if _, _, used, ok := buildTree(arms[i : i+1]); ok && !used[0] {
		return "unreachable: it contradicts itself and takes no value"
	}
	for j := range i {
		if _, _, used, ok := buildTree([]arm{arms[j], arms[i]}); ok && !used[1] {
			return fmt.Sprintf("unreachable: arm %d takes all that it takes", j)
		}
	}
	return fmt.Sprintf("unreachable: arms 0 to %d together take all that it takes", i-1)
}

// MustCompile is [Compile] for package variables. It panics where Compile returns an error.
func MustCompile[R any](arms ...Arm[R]) *Set[R] {
	s, err := Compile(arms...)
	if err != nil {
		panic(err)
	}
	return s
}

// Match runs the first arm that takes v and returns what it returns, or [ErrNoMatch].
// It allocates the arm's Bindings if the arm binds anything, and nothing else.
func (s *Set[R]) Match(v any) (R, error) {
	var b Bindings
	i := s.Index(v, &b)
	if i < 0 {
		var zero R
		return zero, ErrNoMatch
	}
	if len(s.machine.arms[i].vars) == 0 {
		return s.do[i](nil)
	}
	own := b // Only this copy leaves the stack, and only when it is needed.
	return s.do[i](&own)
}

// Index returns the place of the first arm that takes v, from 0, and binds b; or -1, and b is
// empty. The arm's function is not called: this is for hot loops, with a switch on the
// index and one Bindings on the stack. It allocates nothing on values as encoding/json
// decodes them, unless a guard, Each, Record or Not does.
func (s *Set[R]) Index(v any, b *Bindings) int { return s.machine.index(v, b) }

// interpret is what the tree does, arm by arm.
func interpret(arms []arm, v any, b *Bindings) int {
	for i, a := range arms {
		m := matcher{b: b}
		b.row = new(row)
		if m.run(a.n, v) {
			return i
		}
	}
	b.row = nil
	return -1
}
