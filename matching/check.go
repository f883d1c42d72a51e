package matching

import (
	"fmt"
	"slices"
)

// scope collects what one arm binds, and where.
type scope struct {
	vars   []*variable
	places map[*variable]string
	maybe  map[*variable]bool // bound in some matches only
	guards []*node
	err    error
}

const (
	maxVars  = 64   // Of one arm: a variable is found by going through them.
	maxDepth = 1000 // Of patterns within patterns.
)

// checkArm returns the variables of an arm, in the order in which they are written.
func checkArm(n *node) ([]*variable, error) {
	s := newScope()
	s.walk(n, "$", 0)
	if s.err == nil && len(s.vars) > maxVars {
		s.fail("$", "binds %d variables, at most %d", len(s.vars), maxVars)
	}
	return s.vars, s.err
}

func newScope() *scope {
	return &scope{places: make(map[*variable]string), maybe: make(map[*variable]bool)}
}

func (s *scope) fail(path, format string, args ...any) {
	if s.err == nil {
		s.err = fmt.Errorf("%s: %w", path, fmt.Errorf(format, args...))
	}
}

func (s *scope) walk(n *node, path string, depth int) {
	switch {
	case s.err != nil:
		return
	case depth > maxDepth:
		s.fail("$", "patterns within patterns deeper than %d", maxDepth)
		return
	}
	s.node(n, path, depth+1)
	// Guards see what is bound in the whole of their alternative, so they wait for its end.
	if depth == 0 {
		s.checkGuards(path)
	}
}

func (s *scope) node(n *node, path string, depth int) {
	switch n.op {
	case opBad:
		s.fail(path, "%w", n.err)
	case opStar:
		s.fail(path, "Star and Skip stand only among the items of a Seq")
	case opGuard:
		s.guards = append(s.guards, n)
	case opAll:
		for _, kid := range n.kids {
			s.walk(kid, path, depth)
		}
	case opOneOf:
		s.alternatives(n, path, depth)
	case opCapture:
		s.bind(n.v, path)
		s.walk(n.kids[0], path, depth)
	case opMap:
		s.mapping(n, path, depth)
	case opSeq:
		s.sequence(n, path, depth)
	case opNot, opEach, opRecord:
		s.closed(n, path, depth)
	}
}

func (s *scope) bind(v *variable, path string) {
	for _, have := range s.vars {
		if have == v || have.name == v.name {
			s.fail(path, "%s is bound here and at %s", v, s.places[have])
			return
		}
	}
	s.vars = append(s.vars, v)
	s.places[v] = path
}

// closed is for the patterns that may bind nothing: Not, Each and Record.
func (s *scope) closed(n *node, path string, depth int) {
	for _, kid := range n.kids {
		in := newScope()
		in.walk(kid, path+"[...]", depth)
		switch {
		case in.err != nil:
			s.err = in.err
		case len(in.vars) > 0:
			s.fail(path, "%s: binds %s, but nothing can be bound inside Not, Each and Record", n, in.vars[0])
		case len(in.guards) > 0:
			s.fail(path, "%s: %s cannot stand inside Not, Each and Record", n, in.guards[0])
		}
	}
}

func (s *scope) mapping(n *node, path string, depth int) {
	for _, e := range n.keys {
		vars, guards := len(s.vars), len(s.guards)
		s.walk(e.n, keyPath(path, e.key), depth)
		if e.optional {
			// A guard beside its variable in the Opt runs only when that is bound.
			s.guards = append(s.guards[:guards], slices.DeleteFunc(s.guards[guards:], func(g *node) bool {
				return !slices.ContainsFunc(g.reads, func(v *variable) bool { return !slices.Contains(s.vars, v) || s.maybe[v] })
			})...)
			for _, v := range s.vars[vars:] {
				s.maybe[v] = true
			}
		}
	}
	if n.v != nil {
		s.bind(n.v, path)
	}
}

func (s *scope) sequence(n *node, path string, depth int) {
	star := n.star()
	for i, kid := range n.kids {
		here := fmt.Sprintf("%s[%d]", path, i)
		if star >= 0 && i > star {
			here = fmt.Sprintf("%s[%d]", path, i-len(n.kids))
		}
		if i != star {
			s.walk(kid, here, depth)
		} else if kid.v != nil {
			s.bind(kid.v, here)
		}
	}
}

// alternatives wants each to bind the same variables as the first.
func (s *scope) alternatives(n *node, path string, depth int) {
	var first *scope
	for i, kid := range n.kids {
		in := newScope()
		in.walk(kid, path, depth)
		if in.err != nil {
			s.err = in.err
			return
		}
		s.guards = append(s.guards, in.guards...)
		if first == nil {
			first = in
			continue
		}
		for _, v := range append(slices.Clone(first.vars), in.vars...) {
			if _, here := in.places[v]; !here {
				s.fail(path, "alternative 0 binds %s at %s, alternative %d does not bind it", v, first.places[v], i)
			} else if _, there := first.places[v]; !there {
				s.fail(path, "alternative %d binds %s at %s, alternative 0 does not bind it", i, v, in.places[v])
			}
			if in.maybe[v] {
				first.maybe[v] = true
			}
		}
	}
	for _, v := range first.vars {
		s.bind(v, first.places[v])
		s.maybe[v] = first.maybe[v]
	}
}

// checkGuards wants each guard to read what every match binds.
func (s *scope) checkGuards(path string) {
	for _, g := range s.guards {
		for _, v := range g.reads {
			if _, bound := s.places[v]; !bound {
				s.fail(path, "%s reads %s, which the arm does not bind", g, v)
			} else if s.maybe[v] {
				s.fail(path, "%s reads %s, which is bound only when an Opt at %s is there", g, v, s.places[v])
			}
		}
	}
}
