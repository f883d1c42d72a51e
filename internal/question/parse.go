package question

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
)

// Parse reads every question below fsys, which holds the module's root: the
// files named example_*_test.go. The questions come in the order of the master
// list, then by id. A file that does not hold a question is an error that names
// the file; the other questions are still returned.
func Parse(fsys fs.FS) ([]Question, error) {
	files, err := Files(fsys)
	if err != nil {
		return nil, err
	}
	var questions []Question
	var errs []error
	for _, file := range files {
		src, err := fs.ReadFile(fsys, file)
		if err != nil {
			return nil, err
		}
		q, err := parseFile(file, src)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		twin := path.Join(path.Dir(file), "testdata/wrong", q.Suffix(), "main.go")
		if _, err := fs.Stat(fsys, twin); err == nil {
			q.Twin = twin
		}
		questions = append(questions, q)
	}
	sortByMaster(questions)
	return questions, errors.Join(errs...)
}

// Files returns the paths of the question files below fsys, sorted.
func Files(fsys fs.FS) ([]string, error) {
	var files []string
	for _, pattern := range []string{"*/example_*_test.go", "*/*/example_*_test.go"} {
		found, err := fs.Glob(fsys, pattern)
		if err != nil {
			return nil, err
		}
		files = append(files, found...)
	}
	files = slices.DeleteFunc(files, func(f string) bool { return !slices.Contains(Topics(), topicOf(f)) })
	slices.Sort(files)
	return files, nil
}

func sortByMaster(questions []Question) {
	rank := map[string]int{}
	for i, e := range Master() {
		rank[e.ID] = i + 1
	}
	slices.SortStableFunc(questions, func(a, b Question) int {
		ra, rb := rank[a.ID], rank[b.ID]
		if ra == 0 || rb == 0 || ra == rb {
			return strings.Compare(a.ID, b.ID)
		}
		return topicRank(a.ID)*1000 + ra - topicRank(b.ID)*1000 - rb
	})
}

func topicRank(id string) int { return indexOf(Topics(), topicOf(id)) }

// parseFile reads the question in one file.
func parseFile(file string, src []byte) (Question, error) {
	suffix := strings.TrimSuffix(strings.TrimPrefix(path.Base(file), "example_"), "_test.go")
	q := Question{ID: path.Join(path.Dir(file), suffix), File: file}
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, file, src, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return q, err
	}
	fn := exampleFunc(f, suffix)
	if fn == nil {
		return q, fmt.Errorf("%s: no func Example_%s in it", file, suffix)
	}
	if fn.Doc == nil {
		return q, fmt.Errorf("%s: no doc comment on Example_%s", file, suffix)
	}
	if err := q.parseComment(fn.Doc.Text()); err != nil {
		return q, err
	}
	q.parseCode(fset, f, fn, src)
	return q, nil
}

func exampleFunc(f *ast.File, suffix string) *ast.FuncDecl {
	for _, d := range f.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "Example_"+suffix {
			return fn
		}
	}
	return nil
}

var outputPrefix = regexp.MustCompile(`(?i)^[[:space:]]*(unordered )?output:`)

// parseCode takes the code and the Output out of the source: the declarations
// after the imports, without the Example's doc comment and Output comment. It
// cuts from the end backwards, so that the offsets before a cut stay right.
func (q *Question) parseCode(fset *token.FileSet, f *ast.File, fn *ast.FuncDecl, src []byte) {
	offset := func(p token.Pos) int { return fset.Position(p).Offset }
	for _, c := range slices.Backward(f.Comments) {
		if c.Pos() < fn.Body.Pos() || c.End() > fn.Body.End() {
			continue
		}
		text := c.Text()
		if loc := outputPrefix.FindStringSubmatchIndex(text); loc != nil {
			q.Unordered = loc[2] >= 0
			q.Output = trimOutput(text[loc[1]:])
			before := bytes.TrimRight(src[:offset(c.Pos())], " \t\n")
			src = slices.Concat(before, []byte("\n"), bytes.TrimLeft(src[offset(c.End()):], " \t\n"))
		}
		break
	}
	src = slices.Concat(src[:offset(fn.Doc.Pos())], src[offset(fn.Pos()):])
	start := offset(f.Name.End())
	for _, d := range f.Decls {
		if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.IMPORT {
			start = offset(g.End())
		}
	}
	q.Code = strings.TrimSpace(string(src[start:])) + "\n"
}

// trimOutput trims as package testing does before it compares.
func trimOutput(s string) string {
	s = strings.TrimLeft(s, " ")
	s = strings.TrimPrefix(s, "\n")
	return strings.TrimSpace(s)
}
