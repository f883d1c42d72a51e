package question

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
)

// needed tells which call needs what of the machine.
var needed = map[string]string{
	"httptest.NewServer": "network", "httptest.NewTLSServer": "network", "httptest.NewUnstartedServer": "network",
	"net.Listen": "network", "net.Dial": "network", "http.ListenAndServe": "network",
	"os.MkdirTemp": "files", "os.CreateTemp": "files", "os.Create": "files", "os.WriteFile": "files",
	"os.Open": "files", "os.ReadFile": "files", "os.OpenRoot": "files", "os.Mkdir": "files", "os.MkdirAll": "files",
	"exec.Command": "files", "exec.CommandContext": "files",
}

// source checks what the Example's file holds and uses.
func (c *checker) source(src []byte, allowed []string) {
	f, err := parser.ParseFile(token.NewFileSet(), c.q.File, src, parser.ParseComments)
	if err != nil {
		c.add("%v", err)
		return
	}
	if want := path.Base(c.q.Package()) + "_test"; f.Name.Name != want {
		c.add("package %s, want %s", f.Name.Name, want)
	}
	for _, g := range f.Comments {
		for _, line := range g.List {
			if strings.HasPrefix(line.Text, "//go:build") && g.Pos() < f.Package {
				c.add("a build tag")
			}
		}
	}
	bubble, unseeded := c.imports(f, allowed)
	for _, d := range f.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil {
			for _, prefix := range []string{"Test", "Benchmark", "Fuzz", "Example"} {
				if strings.HasPrefix(fn.Name.Name, prefix) && fn.Name.Name != "Example_"+c.q.Suffix() {
					c.add("%s stands in the question's file", fn.Name.Name)
				}
			}
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			c.selector(n, unseeded)
		case *ast.CallExpr:
			c.print(n)
			if !bubble {
				c.wait(n)
			}
		}
		return true
	})
}

// imports checks the imported packages and tells whether the file uses synctest
// and math/rand/v2.
func (c *checker) imports(f *ast.File, allowed []string) (bubble, unseeded bool) {
	for _, spec := range f.Imports {
		p, _ := strconv.Unquote(spec.Path.Value)
		switch {
		case strings.HasPrefix(p, modulePath+"/internal/"):
			c.add("imports %s, which its readers cannot", p)
		case p == "hash/maphash" || p == "math/rand":
			c.add("imports %s: random numbers come from a seeded math/rand/v2 PCG", p)
		case p == modulePath || strings.HasPrefix(p, modulePath+"/"), !strings.Contains(strings.Split(p, "/")[0], "."):
		case !slices.ContainsFunc(allowed, func(m string) bool { return p == m || strings.HasPrefix(p, m+"/") }):
			c.add("imports %s, which go.mod does not require", p)
		}
		if p == "modernc.org/sqlite" || strings.HasSuffix(p, "/sqlite") {
			c.needs("sqlite", p)
		}
		bubble = bubble || p == "testing/synctest"
		unseeded = unseeded || p == "math/rand/v2"
	}
	return bubble, unseeded
}

func (c *checker) needs(what, because string) {
	if !slices.Contains(c.q.Needs, what) {
		c.add("it uses %s: say \"Needs: %s.\" in the last paragraph", because, what)
	}
}

// print finds verbs that print what differs from machine to machine. A string
// formatted with them and only looked at, as a test of redaction does, is fine.
func (c *checker) print(call *ast.CallExpr) {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || !strings.HasPrefix(sel.Sel.Name, "Print") && !strings.HasPrefix(sel.Sel.Name, "Fprint") {
		return
	}
	for _, arg := range call.Args {
		lit, ok := arg.(*ast.BasicLit)
		for _, verb := range []string{"%T", "%#v", "%p"} {
			if ok && strings.Contains(lit.Value, verb) {
				c.add("prints with %s, which is not the same everywhere", verb)
			}
		}
	}
}

func (c *checker) selector(sel *ast.SelectorExpr, unseeded bool) {
	x, ok := sel.X.(*ast.Ident)
	if !ok {
		return
	}
	name := x.Name + "." + sel.Sel.Name
	if what := needed[name]; what != "" {
		c.needs(what, name)
	}
	switch name {
	case "rand.Int", "rand.IntN", "rand.N", "rand.Float64", "rand.Perm", "rand.Shuffle", "rand.Uint64":
		if unseeded {
			c.add("%s is not seeded", name)
		}
	}
}

// wait finds real sleeps of more than five milliseconds.
func (c *checker) wait(call *ast.CallExpr) {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != "Sleep" || len(call.Args) != 1 {
		return
	}
	if d, ok := constantDuration(call.Args[0]); ok && d > 5*time.Millisecond {
		c.add("it really sleeps for %v: five milliseconds at the most", d)
	}
}

// constantDuration reads expressions such as 20*time.Millisecond and time.Second.
func constantDuration(e ast.Expr) (time.Duration, bool) {
	units := map[string]time.Duration{
		"Nanosecond": 1, "Microsecond": time.Microsecond, "Millisecond": time.Millisecond,
		"Second": time.Second, "Minute": time.Minute, "Hour": time.Hour,
	}
	switch e := e.(type) {
	case *ast.SelectorExpr:
		u, ok := units[e.Sel.Name]
		return u, ok
	case *ast.BasicLit:
		n, err := strconv.ParseFloat(e.Value, 64)
		return time.Duration(n), err == nil
	case *ast.BinaryExpr:
		x, okX := constantDuration(e.X)
		y, okY := constantDuration(e.Y)
		return x * y, okX && okY && e.Op == token.MUL
	}
	return 0, false
}
