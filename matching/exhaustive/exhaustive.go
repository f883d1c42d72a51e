// Package exhaustive finds type switches over sum types that forget a variant. It
// is an analysis pass for go vet:
//
//	go build -o /tmp/exhaustive github.com/goconcepts/cookbook/matching/exhaustive/cmd/exhaustive
//	go vet -vettool=/tmp/exhaustive ./...
//
// A sum type is a sealed interface: one with an unexported method, so that only its own package can write
// variants. They are found from the types alone; nothing needs to be annotated. The pass looks at type switches and at
// chains of `if v, ok := x.(T); ok { ... } else if ...` on one variable.
//
//   - A variant is a type of the interface's package that has its methods: T, or *T where a method has a
//     pointer receiver. Where both have them, the forms that the package constructs count (T{}, &T{}, new(T), T(x),
//     var x T); where it constructs none, either will do.
//   - Variants may be generic: of Option[int] they are Some[int] and None[int]; of an interface without type
//     parameters they are the instances that the package constructs.
//   - A case with an interface takes all variants that have its methods.
//   - nil is no variant. With -nil a switch must have a case for it.
//   - A default, or a last else, does not make a switch complete: it hides what is missing, and that is said.
//     A switch that is meant to be partial says so with the comment //exhaustive:partial on its line or the one above.
//
// What it does not see: a type of another package that embeds a variant, and so has its method; and,
// under go vet, unexported variants of an imported package, which a switch there cannot name.
//
// A fold with one function for each variant, or a visitor, gets the same promise from the
// compiler alone; this pass is for the switches that one would rather write.
package exhaustive

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/inspect"
	"golang.org/x/tools/go/ast/inspector"
)

// Analyzer reports type switches and if-else chains over a sealed interface that miss a
// variant. Its flag -nil also wants a case for nil. It has no state of its own.
var Analyzer = newAnalyzer()

func newAnalyzer() *analysis.Analyzer {
	a := &analysis.Analyzer{
		Name:      "exhaustivetypes",
		Doc:       "report type switches over a sealed interface that miss a variant",
		Requires:  []*analysis.Analyzer{inspect.Analyzer},
		FactTypes: []analysis.Fact{new(constructed)},
	}
	wantNil := a.Flags.Bool("nil", false, "want a case for nil too")
	a.Run = func(pass *analysis.Pass) (any, error) {
		c := &checker{pass: pass, wantNil: *wantNil, constructed: make(map[*types.Package]*constructed)}
		c.run()
		return nil, nil
	}
	return a
}

// checker is one run over one package.
type checker struct {
	pass        *analysis.Pass
	wantNil     bool
	constructed map[*types.Package]*constructed
	partial     map[string]map[int]bool // by file: the lines with //exhaustive:partial
}

func (c *checker) run() {
	c.exportConstructed()
	c.findPartial()
	in := c.pass.ResultOf[inspect.Analyzer].(*inspector.Inspector)
	elses := make(map[*ast.IfStmt]bool) // the else-ifs of chains that were looked at
	in.Preorder([]ast.Node{(*ast.TypeSwitchStmt)(nil), (*ast.IfStmt)(nil)}, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.TypeSwitchStmt:
			c.check(switchOf(c.pass.TypesInfo, n))
		case *ast.IfStmt:
			if !elses[n] {
				c.check(chainOf(c.pass.TypesInfo, n, elses))
			}
		}
	})
}

// choice is a type switch, or a chain of ifs that is one.
type choice struct {
	pos     token.Pos
	what    string     // "type switch" or "if-else chain"
	rest    string     // "default" or "else" if there is one
	subject types.Type // of the value that is switched on
	cases   []types.Type
	hasNil  bool
}

// check reports what a choice misses.
func (c *checker) check(s *choice) {
	if s == nil || c.isPartial(s.pos) {
		return
	}
	home := sealedBy(s.subject)
	if home == nil {
		return
	}
	inTest := strings.HasSuffix(c.pass.Fset.File(s.pos).Name(), "_test.go")
	var missing []string
	for _, v := range c.variants(home, s.subject, inTest) {
		for _, t := range v.missing(s.cases) {
			missing = append(missing, types.TypeString(t, types.RelativeTo(c.pass.Pkg)))
		}
	}
	if c.wantNil && !s.hasNil {
		missing = append(missing, "nil")
	}
	if len(missing) == 0 {
		return
	}
	slices.Sort(missing)
	hidden := ""
	if s.rest != "" {
		hidden = ", hidden by its " + s.rest
	}
	c.pass.Reportf(s.pos, "%s on %s misses %s%s", s.what,
		types.TypeString(s.subject, types.RelativeTo(c.pass.Pkg)), strings.Join(missing, ", "), hidden)
}

// sealedBy returns the package whose unexported methods the interface wants, or nil.
func sealedBy(t types.Type) *types.Package {
	if _, ok := types.Unalias(t).(*types.TypeParam); ok {
		return nil
	}
	iface, ok := t.Underlying().(*types.Interface)
	if !ok {
		return nil
	}
	for m := range iface.Methods() {
		if !m.Exported() {
			return m.Pkg()
		}
	}
	return nil
}

// findPartial collects the comments that say that a switch is partial on purpose.
func (c *checker) findPartial() {
	c.partial = make(map[string]map[int]bool)
	for _, file := range c.pass.Files {
		for _, group := range file.Comments {
			for _, comment := range group.List {
				if !strings.HasPrefix(comment.Text, "//exhaustive:partial") {
					continue
				}
				at := c.pass.Fset.Position(comment.Pos())
				if c.partial[at.Filename] == nil {
					c.partial[at.Filename] = make(map[int]bool)
				}
				c.partial[at.Filename][at.Line] = true
			}
		}
	}
}

func (c *checker) isPartial(pos token.Pos) bool {
	at := c.pass.Fset.Position(pos)
	lines := c.partial[at.Filename]
	return lines[at.Line] || lines[at.Line-1]
}
