package matching

// Interpret is Index by the interpreter.
func Interpret[R any](s *Set[R], v any, b *Bindings) int { return interpret(s.arms, v, b) }

// Compiled tells whether the set has a tree.
func Compiled[R any](s *Set[R]) bool { return s.tree != nil }

// Unchecked compiles arms of which some may never be reached; it returns nil for other mistakes.
func Unchecked[R any](arms ...Arm[R]) *Set[R] {
	s := &Set[R]{}
	for _, a := range arms {
		vars, err := checkArm(a.n)
		if err != nil {
			return nil
		}
		s.arms, s.do = append(s.arms, arm{a.n, vars}), append(s.do, a.do)
	}
	if tree, paths, _, ok := buildTree(s.arms); ok {
		s.tree, s.paths = tree, len(paths)
	}
	return s
}
