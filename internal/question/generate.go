package question

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
)

// Generate returns the files below root whose generated parts are stale, with
// the text that they should have, by their paths from root.
func Generate(root string) (map[string][]byte, error) {
	fsys := os.DirFS(root)
	questions, err := Parse(fsys)
	if err != nil {
		return nil, err
	}
	stale := map[string][]byte{}
	readme, err := fs.ReadFile(fsys, "README.md")
	if err != nil {
		return nil, err
	}
	renewed, err := ReadmeIndex(readme, questions)
	if err != nil {
		return nil, err
	}
	if renewed, err = ReadmeQuotes(renewed, fsys); err != nil {
		return nil, err
	}
	results, err := fs.ReadFile(fsys, resultsFile)
	if err != nil {
		return nil, err
	}
	if renewed, err = ReadmeResults(renewed, string(results)); err != nil {
		return nil, err
	}
	if !bytes.Equal(readme, renewed) {
		stale["README.md"] = renewed
	}
	packages, err := Packages(fsys)
	if err != nil {
		return nil, err
	}
	for _, pkg := range packages {
		if pkg == "." {
			continue
		}
		name := path.Join(pkg, "doc.go")
		text, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("each package keeps its package comment in doc.go: %w", err)
		}
		renewed, err := DocIndex(text, pkg, questions)
		if err != nil {
			return nil, err
		}
		if !bytes.Equal(text, renewed) {
			stale[filepath.FromSlash(name)] = renewed
		}
	}
	return stale, nil
}
