package question

import (
	"fmt"
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
)

// Packages returns the paths of the module's public packages: folders with Go
// files that are neither internal, nor a command, nor another module's.
func Packages(fsys fs.FS) ([]string, error) {
	found := map[string]bool{}
	err := fs.WalkDir(fsys, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if p == "." {
				return nil
			}
			if slices.Contains([]string{"testdata", "internal", "cmd"}, d.Name()) || strings.HasPrefix(d.Name(), ".") {
				return fs.SkipDir
			}
			if _, err := fs.Stat(fsys, path.Join(p, "go.mod")); err == nil {
				return fs.SkipDir
			}
			return nil
		}
		if strings.HasSuffix(p, ".go") && !strings.HasSuffix(p, "_test.go") {
			found[path.Dir(p)] = true
		}
		return nil
	})
	return slices.Sorted(maps.Keys(found)), err
}

// CheckSymbols returns what is missing from a package's documentation: a package
// comment, and for each exported function and type a doc comment and an Example
// with Output. A type's Example may be its own, a method's, a constructor's, or
// one of the package's that names the type; a constructor's may be its type's.
func CheckSymbols(fsys fs.FS, pkg string) ([]string, error) {
	fset := token.NewFileSet()
	entries, err := fs.ReadDir(fsys, pkg)
	if err != nil {
		return nil, err
	}
	var files []*ast.File
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".go") {
			continue
		}
		src, err := fs.ReadFile(fsys, path.Join(pkg, e.Name()))
		if err != nil {
			return nil, err
		}
		f, err := parser.ParseFile(fset, e.Name(), src, parser.ParseComments)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	p, err := doc.NewFromFiles(fset, files, path.Join(modulePath, pkg))
	if err != nil {
		return nil, err
	}
	if p.Name == "main" {
		return nil, nil
	}
	s := symbols{pkg: pkg, named: namesInExamples(files)}
	if p.Doc == "" {
		s.add("package", "no package comment")
	}
	s.check(p)
	return s.problems, nil
}

type symbols struct {
	pkg      string
	named    map[string]bool // the identifiers that Examples with Output use
	problems []string
}

func (s *symbols) add(name, what string) {
	s.problems = append(s.problems, fmt.Sprintf("%s: %s: %s", s.pkg, name, what))
}

func (s *symbols) check(p *doc.Package) {
	s.values(p.Consts)
	s.values(p.Vars)
	for _, f := range p.Funcs {
		s.function(f.Name, f.Doc, f.Examples)
	}
	for _, t := range p.Types {
		if !ast.IsExported(t.Name) {
			continue
		}
		s.values(t.Consts)
		s.values(t.Vars)
		examples := slices.Clone(t.Examples)
		for _, f := range t.Funcs {
			s.constructor(f)
			examples = append(examples, f.Examples...)
		}
		for _, m := range t.Methods {
			if m.Doc == "" {
				s.add(t.Name+"."+m.Name, "no doc comment")
			}
			examples = append(examples, m.Examples...)
		}
		if t.Doc == "" {
			s.add(t.Name, "no doc comment")
		}
		if !hasOutput(examples) && !s.named[t.Name] {
			s.add(t.Name, "no Example with Output, and no Example names it")
		}
	}
}

// constructor wants an Example that uses the function: its type's will do.
func (s *symbols) constructor(f *doc.Func) {
	if f.Doc == "" {
		s.add(f.Name, "no doc comment")
	}
	if !hasOutput(f.Examples) && !s.named[f.Name] {
		s.add(f.Name, "no Example with Output, and no Example names it")
	}
}

func (s *symbols) function(name, text string, examples []*doc.Example) {
	if text == "" {
		s.add(name, "no doc comment")
	}
	if !hasOutput(examples) {
		s.add(name, "no Example with Output")
	}
}

func (s *symbols) values(values []*doc.Value) {
	for _, v := range values {
		if v.Doc != "" {
			continue
		}
		for _, spec := range v.Decl.Specs {
			spec, ok := spec.(*ast.ValueSpec)
			if ok && ast.IsExported(spec.Names[0].Name) && spec.Doc.Text() == "" && spec.Comment.Text() == "" {
				s.add(spec.Names[0].Name, "no doc comment")
			}
		}
	}
}

func hasOutput(examples []*doc.Example) bool {
	return slices.ContainsFunc(examples, func(e *doc.Example) bool { return e.Output != "" || e.EmptyOutput })
}

func namesInExamples(files []*ast.File) map[string]bool {
	names := map[string]bool{}
	for _, ex := range doc.Examples(files...) {
		if ex.Output == "" {
			continue
		}
		ast.Inspect(ex.Code, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok {
				names[sel.Sel.Name] = true
			}
			return true
		})
	}
	return names
}
