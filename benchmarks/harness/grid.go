package harness

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// width is the most columns that anything printed has.
const width = 100

// grid is one table: its first column is text, the others are figures.
type grid struct {
	name    string
	columns []string
	lines   [][]string
}

// text is the table for a terminal. A line of two cells under more columns is a remark.
func (g grid) text() string {
	widths := make([]int, len(g.columns))
	for _, line := range append([][]string{g.columns}, g.lines...) {
		if len(line) != len(g.columns) {
			line = line[:1]
		}
		for i, cell := range line {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	rest := 0
	for _, w := range widths[1:] {
		rest += 2 + w
	}
	widths[0] = max(7, min(widths[0], width-2-rest))
	var b strings.Builder
	fmt.Fprintln(&b, wrap(g.name, "  "))
	for _, line := range append([][]string{g.columns}, g.lines...) {
		row := "  " + pad(tail(line[0], widths[0]), widths[0])
		if len(line) != len(g.columns) {
			fmt.Fprintln(&b, wrap(row+"  "+strings.Join(line[1:], " "), strings.Repeat(" ", widths[0]+4)))
			continue
		}
		for i, cell := range line[1:] {
			w := widths[i+1]
			row += "  " + strings.Repeat(" ", w-utf8.RuneCountInString(cell)) + cell
		}
		fmt.Fprintln(&b, strings.TrimRight(row, " "))
	}
	return b.String()
}

// markdown is the table for RESULTS.md.
func (g grid) markdown() string {
	var b strings.Builder
	if g.name != "" {
		fmt.Fprintf(&b, "**%s**\n\n", g.name)
	}
	row := func(cells []string) {
		b.WriteString("|")
		for _, cell := range cells {
			b.WriteString(" " + strings.NewReplacer("|", `\|`, "\n", " ").Replace(cell) + " |")
		}
		b.WriteString("\n")
	}
	row(g.columns)
	b.WriteString("|---|" + strings.Repeat("--:|", len(g.columns)-1) + "\n")
	for _, line := range g.lines {
		for len(line) < len(g.columns) {
			line = append(line, "")
		}
		row(line)
	}
	return b.String()
}

func pad(s string, w int) string { return s + strings.Repeat(" ", max(0, w-utf8.RuneCountInString(s))) }

// tail keeps the end of a name that is too long: the end of a module's path tells more.
func tail(s string, w int) string {
	if runes := []rune(s); len(runes) > w {
		return "…" + string(runes[len(runes)-w+1:])
	}
	return s
}

// wrap breaks a line between words so that it keeps to the width; later lines begin with indent.
func wrap(s, indent string) string {
	words := strings.Fields(s)
	var b strings.Builder
	at := 0
	for i, word := range words {
		w := utf8.RuneCountInString(word)
		// Spaces of the original between words are kept: they are columns.
		before, after, _ := strings.Cut(s, word)
		s = after
		if space := len(before); i > 0 && at+space+w > width {
			b.WriteString("\n" + indent)
			at = len(indent)
		} else {
			b.WriteString(strings.ReplaceAll(before, "\n", " "))
			at += space
		}
		b.WriteString(word)
		at += w
	}
	return b.String()
}

// cellLine prints one verdict under its row.
func cellLine(library string, v verdict) string {
	const names = 38
	line := fmt.Sprintf("  %s  %-6s  %s", pad(tail(library, names), names), v.word, v.seen)
	return wrap(line, strings.Repeat(" ", names+12))
}
