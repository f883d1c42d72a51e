package question

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"io/fs"
	"regexp"
	"strings"
)

// quotePlace is a place of README.md where a file is quoted, and what stands there.
var quotePlace = regexp.MustCompile(`(?sm)^<!-- quote (\S+): begin -->\n(.*?)^<!-- quote: end -->$`)

// Lines of a quoted file around the part that is quoted.
const (
	partBegin = "// quote: begin\n"
	partEnd   = "// quote: end\n"
)

// ReadmeQuotes puts into README.md what its marks name: of a file with one Example
// the program that it is, or, when the file marks a part, that part and the
// Example's output. So what README.md shows is compiled and run by go test.
func ReadmeQuotes(readme []byte, fsys fs.FS) ([]byte, error) {
	var wrong error
	renewed := quotePlace.ReplaceAllFunc(readme, func(place []byte) []byte {
		name := string(quotePlace.FindSubmatch(place)[1])
		text, err := quote(fsys, name)
		if err != nil && wrong == nil {
			wrong = fmt.Errorf("README.md: quote: %w", err)
		}
		return []byte("<!-- quote " + name + ": begin -->\n" + text + "<!-- quote: end -->")
	})
	return renewed, wrong
}

func quote(fsys fs.FS, name string) (string, error) {
	src, err := fs.ReadFile(fsys, name)
	if err != nil {
		return "", err
	}
	_, part, marked := bytes.Cut(src, []byte(partBegin))
	if !marked {
		program, err := play(name, src, "")
		return "```go\n" + program + "```\n", err
	}
	part, _, ended := bytes.Cut(part, []byte(partEnd))
	f, err := parser.ParseFile(token.NewFileSet(), name, src, parser.ParseComments)
	if err != nil {
		return "", err
	}
	examples := doc.Examples([]*ast.File{f}...)
	if !ended || len(examples) != 1 || examples[0].Output == "" {
		return "", fmt.Errorf("%s: want a line %q and one Example with Output", name, strings.TrimSpace(partEnd))
	}
	return "```go\n" + strings.Trim(string(part), "\n") + "\n```\n```\n" + strings.TrimSpace(examples[0].Output) + "\n```\n", nil
}
