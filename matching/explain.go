package matching

import (
	"fmt"
	"strconv"
)

// A Failure says why an arm did not take a value.
type Failure struct {
	Arm  int    // the arm's place, from 0
	Path string // where: "$" is the value itself, "$.items[0]" a part of it
	Want string // the test that failed, in words
	Got  string // what was there instead, cut to 40 characters; "" for a guard
}

// String tells where and why, in one line.
func (f Failure) String() string {
	if f.Got == "" {
		return fmt.Sprintf("arm %d: %s: want %s", f.Arm, f.Path, f.Want)
	}
	return fmt.Sprintf("arm %d: %s: want %s, got %s", f.Arm, f.Path, f.Want, f.Got)
}

// missing stands for the value of a key that is not there.
type missing struct{}

func failureAt(n *node, v any, at *step) Failure {
	f := Failure{Path: at.String(), Want: n.String()}
	if n.op != opGuard {
		f.Got = show(v)
	}
	return f
}

func (s *step) String() string {
	switch {
	case s == nil:
		return "$"
	case s.keyed:
		return keyPath(s.up.String(), s.key)
	}
	return s.up.String() + "[" + strconv.Itoa(s.index) + "]"
}

// show names a value in a few words; it never walks into one, so a cycle is no matter.
func show(v any) string {
	switch classOf(v) {
	case classNull:
		return "null"
	case classBool:
		return strconv.FormatBool(boolOf(v))
	case classNumber:
		if n, ok := numberOf(v); ok {
			return n.String()
		}
		return "NaN"
	case classString:
		s := stringOf(v)
		if len(s) > 40 {
			s = s[:37] + "..."
		}
		return strconv.Quote(s)
	case classMap:
		return fmt.Sprintf("a map of %d keys", size(v))
	case classSeq:
		return fmt.Sprintf("a sequence of %d items", size(v))
	}
	if v == (missing{}) {
		return "no such key"
	}
	return fmt.Sprintf("a %T", v)
}

// Explain tells, for each arm, the first test that v fails, on the path that got
// furthest if the arm has alternatives. It is nil if some arm takes v. It runs every arm
// and is for error messages, not for hot paths.
func (s *Set[R]) Explain(v any) []Failure {
	var failures []Failure
	for i, a := range s.machine.arms {
		m := matcher{b: new(Bindings), explain: true, best: -1}
		m.b.row = new(row)
		if m.run(a.n, v) {
			return nil
		}
		m.failure.Arm = i
		failures = append(failures, m.failure)
	}
	return failures
}
