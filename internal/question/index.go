package question

import (
	"bytes"
	"fmt"
	"path"
	"strings"
)

// Marks of the index in README.md.
const (
	indexBegin = "<!-- index: begin -->"
	indexEnd   = "<!-- index: end -->"
)

// docHeading begins the generated part of a package's doc comment, its last section.
const docHeading = "// # Questions"

// ReadmeIndex puts the index of the questions between README.md's marks.
func ReadmeIndex(readme []byte, questions []Question) ([]byte, error) {
	var b strings.Builder
	twins := 0
	for _, q := range questions {
		if q.Twin != "" {
			twins++
		}
	}
	fmt.Fprintf(&b, "%d questions, each proven by a program; for %d of them a wrong program is proven wrong, too.\n", len(questions), twins)
	for _, topic := range Topics() {
		n := 0
		var rows strings.Builder
		for _, q := range questions {
			if q.Topic() != topic {
				continue
			}
			n++
			wrong := ""
			if q.Twin != "" {
				wrong = "[wrong twin](" + q.Twin + ")"
			}
			fmt.Fprintf(&rows, "| [%s](%s) | %s | %s | %s |\n", q.ID, q.File, q.Level, escapeCell(q.Title), wrong)
		}
		if n > 0 {
			fmt.Fprintf(&b, "\n<details><summary><b>%s</b>: %d</summary>\n\n| id | level | question | |\n|---|---|---|---|\n%s\n</details>\n", topic, n, rows.String())
		}
	}
	return between(readme, indexBegin, indexEnd, b.String())
}

// DocIndex puts the list of a package's questions at the end of its doc comment.
func DocIndex(doc []byte, pkg string, questions []Question) ([]byte, error) {
	name := "package " + path.Base(pkg)
	end := bytes.Index(doc, []byte("\n"+name+"\n"))
	if end < 0 {
		return nil, fmt.Errorf("%s/doc.go: no line %q", pkg, name)
	}
	start := end
	if i := bytes.Index(doc[:end], []byte("//\n"+docHeading+"\n")); i >= 0 {
		start = i - 1
	}
	var b strings.Builder
	for _, q := range questions {
		if q.Package() == pkg {
			fmt.Fprintf(&b, "//   - %s (%s): %s\n", q.Suffix(), q.Level, q.Title)
		}
	}
	list := ""
	if b.Len() > 0 {
		list = "//\n" + docHeading + "\n//\n// Each is an Example below: the question, the answer, and the code that proves it.\n" + b.String()
	}
	return bytes.Join([][]byte{doc[:start+1], []byte(list), doc[end+1:]}, nil), nil
}

// between replaces what stands between two marks, each on a line of its own.
func between(text []byte, begin, end, with string) ([]byte, error) {
	i := bytes.Index(text, []byte(begin+"\n"))
	j := bytes.Index(text, []byte(end+"\n"))
	if i < 0 || j < i {
		return nil, fmt.Errorf("README.md: no %s followed by %s", begin, end)
	}
	i += len(begin) + 1
	return bytes.Join([][]byte{text[:i], []byte(with), text[j:]}, nil), nil
}

func escapeCell(s string) string { return strings.ReplaceAll(s, "|", `\|`) }
