package exhaustive

import (
	"go/ast"
	"go/token"
	"go/types"
)

// switchOf reads a type switch.
func switchOf(info *types.Info, n *ast.TypeSwitchStmt) *choice {
	var x ast.Expr
	switch assign := n.Assign.(type) {
	case *ast.ExprStmt:
		x = assign.X
	case *ast.AssignStmt:
		x = assign.Rhs[0]
	}
	assertion, ok := ast.Unparen(x).(*ast.TypeAssertExpr)
	if !ok {
		return nil
	}
	s := &choice{pos: n.Pos(), what: "type switch", subject: info.TypeOf(assertion.X)}
	for _, clause := range n.Body.List {
		list := clause.(*ast.CaseClause).List
		if list == nil {
			s.rest = "default"
		}
		for _, e := range list {
			s.add(info, e)
		}
	}
	return s
}

func (s *choice) add(info *types.Info, e ast.Expr) {
	tv := info.Types[e]
	if tv.IsNil() {
		s.hasNil = true
		return
	}
	s.cases = append(s.cases, tv.Type)
}

// chainOf reads a chain of at least two ifs that ask for the types of one variable,
// and notes the ifs behind the first. It returns nil for any other if.
func chainOf(info *types.Info, n *ast.IfStmt, elses map[*ast.IfStmt]bool) *choice {
	s := &choice{pos: n.Pos(), what: "if-else chain"}
	var subject types.Object
	links := 0
	for {
		object, asserted := link(info, n)
		if object == nil || subject != nil && object != subject {
			return nil
		}
		subject, s.subject = object, object.Type()
		s.add(info, asserted)
		links++
		next, ok := n.Else.(*ast.IfStmt)
		if !ok {
			break
		}
		elses[next] = true
		n = next
	}
	if n.Else != nil {
		s.rest = "else"
	}
	if links < 2 || s.subject == nil {
		return nil
	}
	return s
}

// link reads `if v, ok := x.(T); ok` or `if x == nil` and returns x and T.
func link(info *types.Info, n *ast.IfStmt) (types.Object, ast.Expr) {
	if cond, ok := ast.Unparen(n.Cond).(*ast.BinaryExpr); ok && n.Init == nil && cond.Op == token.EQL {
		if x, ok := ast.Unparen(cond.X).(*ast.Ident); ok && info.Types[cond.Y].IsNil() {
			return info.Uses[x], cond.Y
		}
	}
	assign, ok := n.Init.(*ast.AssignStmt)
	if !ok || len(assign.Lhs) != 2 || len(assign.Rhs) != 1 {
		return nil, nil
	}
	assertion, ok := ast.Unparen(assign.Rhs[0]).(*ast.TypeAssertExpr)
	if !ok {
		return nil, nil
	}
	x, ok := ast.Unparen(assertion.X).(*ast.Ident)
	if !ok {
		return nil, nil
	}
	flag, ok1 := assign.Lhs[1].(*ast.Ident)
	cond, ok2 := ast.Unparen(n.Cond).(*ast.Ident)
	if !ok1 || !ok2 || flag.Name != cond.Name {
		return nil, nil // A further condition: the link does not take all of the type.
	}
	return info.Uses[x], assertion.Type
}
