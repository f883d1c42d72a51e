package question

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/doc"
	"go/format"
	"go/parser"
	"go/token"
	"io/fs"
)

// Play returns the program that pkg.go.dev offers to run for the question: a
// package main of its own, made by go/doc. An Example that leans on another
// file has none, which is an error.
func Play(fsys fs.FS, q *Question) (string, error) {
	src, err := fs.ReadFile(fsys, q.File)
	if err != nil {
		return "", err
	}
	return play(q.File, src, q.Suffix())
}

func play(file string, src []byte, suffix string) (string, error) {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, file, src, parser.ParseComments)
	if err != nil {
		return "", err
	}
	for _, ex := range doc.Examples([]*ast.File{f}...) {
		// Alone in its file, an Example keeps its suffix in its name: "_cycles".
		if ex.Name != suffix && ex.Name != "_"+suffix {
			continue
		}
		if ex.Play == nil {
			break
		}
		var b bytes.Buffer
		if err := format.Node(&b, fset, ex.Play); err != nil {
			return "", fmt.Errorf("%s: %w", file, err)
		}
		return b.String(), nil
	}
	return "", fmt.Errorf("%s: its Example cannot be run as a program of its own: it needs something of another file", file)
}
