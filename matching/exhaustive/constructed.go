package exhaustive

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/ast/inspector"

	"golang.org/x/tools/go/analysis/passes/inspect"
)

// constructed is a fact about a package: in which forms it makes values of its types.
type constructed struct {
	Values   []string // names of the types of which it makes a T
	Pointers []string // and a *T
	Either   []string // and of which it takes the address of a variable, so that nobody knows

	found map[*types.Named][]*types.Named // instances of generic types; of the package at hand only
}

// AFact makes it a fact.
func (*constructed) AFact() {}

func (c *constructed) String() string {
	return "values " + strings.Join(c.Values, " ") + ", pointers " + strings.Join(c.Pointers, " ")
}

// form is in which forms a type is constructed.
type form struct{ value, pointer, either bool }

func (c *constructed) of(name string) (f form) {
	for _, n := range c.Values {
		f.value = f.value || n == name
	}
	for _, n := range c.Pointers {
		f.pointer = f.pointer || n == name
	}
	for _, n := range c.Either {
		f.either = f.either || n == name
	}
	return f
}

func (c *constructed) instances(origin *types.Named) []*types.Named { return c.found[origin] }

// madeIn returns what is known of a package.
func (c *checker) madeIn(pkg *types.Package) *constructed {
	if c.constructed[pkg] == nil {
		fact := new(constructed)
		c.pass.ImportPackageFact(pkg, fact) // No fact: nothing is known.
		c.constructed[pkg] = fact
	}
	return c.constructed[pkg]
}

func (c *checker) declaredInTest(object types.Object) bool {
	file := c.pass.Fset.File(object.Pos())
	return file != nil && strings.HasSuffix(file.Name(), "_test.go")
}

// exportConstructed looks for T{}, &T{}, new(T), T(x) and var x T in the package at hand.
func (c *checker) exportConstructed() {
	b := &builder{checker: c, out: &constructed{found: make(map[*types.Named][]*types.Named)}, seen: make(map[string]bool)}
	in := c.pass.ResultOf[inspect.Analyzer].(*inspector.Inspector)
	taken := make(map[ast.Expr]bool) // literals behind an &
	in.Preorder([]ast.Node{(*ast.UnaryExpr)(nil), (*ast.CompositeLit)(nil), (*ast.CallExpr)(nil), (*ast.ValueSpec)(nil)}, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.UnaryExpr:
			if n.Op != token.AND {
				return
			}
			if lit, ok := ast.Unparen(n.X).(*ast.CompositeLit); ok {
				taken[lit] = true
				b.add(b.typeOf(lit), pointer)
			} else {
				b.add(b.typeOf(n.X), either)
			}
		case *ast.CompositeLit:
			if taken[n] {
				return
			}
			t := b.typeOf(n)
			if p, ok := t.(*types.Pointer); ok { // An element of []*T{{}}.
				b.add(p.Elem(), pointer)
				return
			}
			b.add(t, value)
		case *ast.CallExpr:
			b.call(n, taken)
		case *ast.ValueSpec:
			for _, name := range n.Names {
				if object := c.pass.TypesInfo.Defs[name]; object != nil && n.Type != nil {
					b.add(object.Type(), value)
				}
			}
		}
	})
	c.constructed[c.pass.Pkg] = b.out
	if len(b.seen) > 0 {
		c.pass.ExportPackageFact(b.out)
	}
}

type builder struct {
	*checker

	out  *constructed
	seen map[string]bool
}

func (b *builder) typeOf(e ast.Expr) types.Type { return types.Unalias(b.pass.TypesInfo.TypeOf(e)) }

// call looks at new(T) and new(T{}), which make a *T, and at conversions T(x).
func (b *builder) call(n *ast.CallExpr, taken map[ast.Expr]bool) {
	if len(n.Args) != 1 {
		return
	}
	fun := b.pass.TypesInfo.Types[n.Fun]
	if fun.IsBuiltin() {
		if p, ok := b.typeOf(n).(*types.Pointer); ok { // Only new returns one.
			taken[ast.Unparen(n.Args[0])] = true
			b.add(p.Elem(), pointer)
		}
	} else if fun.IsType() {
		b.add(fun.Type, value)
	}
}

// how a type is constructed.
type how string

const (
	value   how = "T"
	pointer how = "*T"
	either  how = "&x"
)

// add notes a type of the package at hand.
func (b *builder) add(t types.Type, as how) {
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || named.Obj().Pkg() != b.pass.Pkg || types.IsInterface(named) {
		return
	}
	if args := named.TypeArgs(); args.Len() > 0 && !mentionsParams(args) {
		b.addInstance(named)
	}
	name := named.Obj().Name()
	key := string(as) + name
	if b.seen[key] {
		return
	}
	b.seen[key] = true
	switch as {
	case value:
		b.out.Values = append(b.out.Values, name)
	case pointer:
		b.out.Pointers = append(b.out.Pointers, name)
	case either:
		b.out.Either = append(b.out.Either, name)
	}
}

func (b *builder) addInstance(named *types.Named) {
	origin := named.Origin()
	for _, have := range b.out.found[origin] {
		if types.Identical(have, named) {
			return
		}
	}
	b.out.found[origin] = append(b.out.found[origin], named)
}

// mentionsParams tells whether an instance is only Node[T] inside generic code.
func mentionsParams(args *types.TypeList) bool {
	for t := range args.Types() {
		if _, ok := types.Unalias(t).(*types.TypeParam); ok {
			return true
		}
	}
	return false
}
