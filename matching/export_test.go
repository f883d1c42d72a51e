package matching

// Interpret is Index by the interpreter.
func Interpret[R any](s *Set[R], v any, b *Bindings) int { return interpret(s.machine.arms, v, b) }

// Compiled tells whether the set has a tree.
func Compiled[R any](s *Set[R]) bool { return s.machine.first != nil }

// Unchecked compiles arms of which some may never be reached; it returns nil for other mistakes.
func Unchecked[R any](arms ...Arm[R]) *Set[R] {
	s := &Set[R]{}
	for _, a := range arms {
		vars, err := checkArm(a.n)
		if err != nil {
			return nil
		}
		s.machine.arms, s.do = append(s.machine.arms, arm{a.n, vars}), append(s.do, a.do)
	}
	if tree, paths, _, ok := buildTree(s.machine.arms); ok {
		s.machine.first, s.machine.paths = tree.instructions(), paths
	}
	return s
}
