package harness

import (
	"fmt"
	"os"
	"slices"
	"strings"
)

// resultsFile is renewed by -write, in the working directory, which
// `go -C benchmarks run .` makes this module's root.
const resultsFile = "RESULTS.md"

// report is one topic's part of the results: its times or its behaviour.
type report struct {
	topic, machine, libraries string

	grids     []grid
	behaviour *matrix // nil when times were taken
}

// matrix is the verdicts, row by library.
type matrix struct {
	libraries []string
	rows      []string
	verdicts  map[[2]string]verdict // by row and library
}

func newMatrix(libraries []string) *matrix {
	return &matrix{libraries: libraries, verdicts: map[[2]string]verdict{}}
}

func (m *matrix) add(row, library string, v verdict) {
	if !slices.Contains(m.rows, row) {
		m.rows = append(m.rows, row)
	}
	m.verdicts[[2]string{row, library}] = v
}

// totals is a line for each library: how many of its rows it passed.
func (m *matrix) totals() grid {
	g := grid{name: "rows passed, of those that the library has the feature for", columns: []string{"library", "passed", "of"}}
	for _, library := range m.libraries {
		pass, all := 0, 0
		for _, row := range m.rows {
			if v, ok := m.verdicts[[2]string{row, library}]; ok {
				all++
				if v.word == passed {
					pass++
				}
			}
		}
		g.lines = append(g.lines, []string{library, fmt.Sprint(pass), fmt.Sprint(all)})
	}
	return g
}

// markdown is the table of verdicts and, below it, what was seen where one is no pass.
func (m *matrix) markdown() string {
	g := grid{columns: []string{"promise"}}
	for _, library := range m.libraries {
		g.columns = append(g.columns, short(library))
	}
	var seen strings.Builder
	for _, row := range m.rows {
		line := []string{row}
		for _, library := range m.libraries {
			v, ok := m.verdicts[[2]string{row, library}]
			if !ok {
				v.word = "-"
			}
			line = append(line, v.word)
			if ok && v.word != passed {
				fmt.Fprintf(&seen, "- %s, %s: %s: %s\n", row, short(library), v.word, strings.ReplaceAll(v.seen, "\n", " "))
			}
		}
		g.lines = append(g.lines, line)
	}
	text := g.markdown() + "\nA dash: the library has no such feature.\n"
	if seen.Len() > 0 {
		text += "What was seen:\n\n" + seen.String()
	}
	return text
}

// short is a module's name without host, owner and slashes: "backoff v5".
func short(library string) string {
	parts := strings.Split(library, "/")
	last := parts[len(parts)-1]
	if len(parts) > 1 && len(last) > 1 && last[0] == 'v' && strings.Trim(last[1:], "0123456789") == "" {
		return parts[len(parts)-2] + " " + last
	}
	if parts[0] == "golang.org" { // sync and time alone would be the standard library's
		return "x/" + last
	}
	return last
}

// key is the name of the report's part in the file.
func (r report) key() string {
	if r.behaviour != nil {
		return r.topic + " -behaviour"
	}
	return r.topic
}

// markdown is the report's part of the file, between its two marks.
func (r report) markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "<!-- begin %s -->\n## %s\n\n", r.key(), r.key())
	fmt.Fprintf(&b, "`go -C benchmarks run . %s`: %s. Libraries: %s.\n", r.key(), r.machine, r.libraries)
	for _, g := range r.grids {
		b.WriteString("\n" + g.markdown())
	}
	if r.behaviour != nil {
		b.WriteString("\n" + r.behaviour.markdown())
	}
	fmt.Fprintf(&b, "<!-- end %s -->\n", r.key())
	return b.String()
}

// write puts the report into the file, in place of the same part where there is
// one and at the end otherwise.
func (r report) write() error {
	old, err := os.ReadFile(resultsFile)
	if err != nil {
		return fmt.Errorf("-write renews a file that is there: %w", err)
	}
	text, err := replacePart(string(old), r.key(), r.markdown())
	if err != nil {
		return fmt.Errorf("%s: %w", resultsFile, err)
	}
	return os.WriteFile(resultsFile, []byte(text), 0o644)
}

// replacePart puts part in place of the part of the same key.
func replacePart(text, key, part string) (string, error) {
	begin, end := "<!-- begin "+key+" -->\n", "<!-- end "+key+" -->\n"
	before, rest, found := strings.Cut(text, begin)
	if !found {
		return strings.TrimRight(text, "\n") + "\n\n" + part, nil
	}
	_, after, found := strings.Cut(rest, end)
	if !found {
		return "", fmt.Errorf("the part %q has no end", key)
	}
	return before + part + after, nil
}
