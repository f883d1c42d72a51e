package question

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Marks of the results in README.md, and the file that they are made from.
const (
	resultsBegin = "<!-- results: begin -->"
	resultsEnd   = "<!-- results: end -->"
	resultsFile  = "benchmarks/RESULTS.md"
)

// ReadmeResults puts a summary of the benchmarks' results between README.md's marks:
// the promises kept, and for each job our time and that of the fastest other library.
func ReadmeResults(readme []byte, results string) ([]byte, error) {
	var kept, times strings.Builder
	jobs, lost := 0, 0
	for _, s := range sections(results) {
		for _, t := range s.tables {
			if t.isVerdicts() {
				fmt.Fprintf(&kept, "| `%s` | %s |\n", s.topic, t.kept())
			} else if t.isTimes() {
				line, ok := t.fastest()
				if !ok {
					continue
				}
				jobs++
				if line.ratio < 1 {
					lost++
				}
				fmt.Fprintf(&times, "| `%s` | %s | %s | %s | %s |\n", s.topic, t.name, line.ours, line.name, line.factor())
			}
		}
	}
	if kept.Len() == 0 || jobs == 0 {
		return nil, fmt.Errorf("%s: no verdicts or no times", resultsFile)
	}
	text := fmt.Sprintf("| topic | ours | others |\n|---|---|---|\n%s\n"+
		"<details><summary>Times: %d jobs, of which another library is faster in %d</summary>\n\n"+
		"| topic | job | ours | the fastest other | it takes |\n|---|---|--:|---|--:|\n%s\n</details>\n",
		kept.String(), jobs, lost, times.String())
	return between(readme, resultsBegin, resultsEnd, text)
}

// section is what stands between two marks of the results.
type section struct {
	topic  string
	tables []resultTable
}

// resultTable is a table of the results: its name, and its lines of cells, the first of which is the head.
type resultTable struct {
	name  string
	lines [][]string
}

var sectionMark = regexp.MustCompile(`^<!-- begin (\S+)( -behaviour)? -->$`)

// sections reads the results, in the order of the topics' names.
func sections(results string) []section {
	var all []section
	name, inTable := "", false
	for line := range strings.Lines(results) {
		line = strings.TrimSpace(line)
		if m := sectionMark.FindStringSubmatch(line); m != nil {
			all = append(all, section{topic: m[1]})
		}
		if bold, ok := strings.CutPrefix(line, "**"); ok {
			name = strings.TrimSuffix(bold, "**")
		}
		row, ok := strings.CutPrefix(line, "| ")
		if !ok {
			inTable = inTable && strings.HasPrefix(line, "|-")
			continue
		}
		if len(all) == 0 {
			continue
		}
		s := &all[len(all)-1]
		if !inTable {
			s.tables = append(s.tables, resultTable{name: name})
			inTable = true
		}
		t := &s.tables[len(s.tables)-1]
		t.lines = append(t.lines, strings.Split(strings.TrimSuffix(row, " |"), " | "))
	}
	slices.SortStableFunc(all, func(a, b section) int { return cmp.Compare(a.topic, b.topic) })
	return all
}

func (t resultTable) isVerdicts() bool { return t.lines[0][0] == "promise" }

func (t resultTable) isTimes() bool {
	return t.lines[0][0] == "library" && strings.HasPrefix(t.lines[0][1], "median/")
}

// kept counts, for each library, the promises kept among those that it has the feature for.
func (t resultTable) kept() string {
	type count struct {
		name       string
		passed, of int
	}
	var counts []count
	for column, name := range t.lines[0][1:] {
		c := count{name: name}
		for _, line := range t.lines[1:] {
			switch line[column+1] {
			case "-":
			case "pass":
				c.passed++
				c.of++
			default:
				c.of++
			}
		}
		counts = append(counts, c)
	}
	slices.SortStableFunc(counts[1:], func(a, b count) int {
		return cmp.Or(cmp.Compare(b.of, a.of), cmp.Compare(b.passed, a.passed))
	})
	var others []string
	for _, c := range counts[1:] {
		others = append(others, fmt.Sprintf("%s %d of %d", c.name, c.passed, c.of))
	}
	return fmt.Sprintf("%d of %d | %s", counts[0].passed, counts[0].of, strings.Join(others, ", "))
}

// fastestLine is the fastest other library at a job.
type fastestLine struct {
	ours, name string
	ratio      float64
}

// factor is how many times our time it takes, in bold where that is less.
func (l fastestLine) factor() string {
	if l.ratio < 1 {
		return fmt.Sprintf("**%.2fx**", l.ratio)
	}
	return fmt.Sprintf("%.2fx", l.ratio)
}

// fastest returns the fastest other library; code written by hand for the job is none.
func (t resultTable) fastest() (fastestLine, bool) {
	var best fastestLine
	for _, line := range t.lines[1:] {
		ratio, err := strconv.ParseFloat(line[3], 64)
		switch {
		case line[0] == "ours":
			best.ours = line[1]
		case err != nil || line[0] == "hand-written":
		case best.name == "" || ratio < best.ratio:
			best.name, best.ratio = shortName(line[0]), ratio
		}
	}
	return best, best.name != "" && best.ours != ""
}

var majorVersion = regexp.MustCompile(`/v\d+$`)

// shortName is a module's owner and name, without host and major version: x/sync.
func shortName(module string) string {
	module = majorVersion.ReplaceAllString(module, "")
	_, name, found := strings.Cut(module, "/")
	if !found {
		return module
	}
	return name
}
