package main

import (
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/term"
)

// plainWidth is the width of what is no terminal.
const plainWidth = 80

// screen is where a command prints: a terminal, or anything else.
type screen struct {
	w        io.Writer
	width    int
	terminal bool
	colour   bool
}

func newScreen(w io.Writer) *screen {
	s := &screen{w: w, width: plainWidth}
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return s
	}
	s.terminal = true
	s.colour = wantsColour()
	if width, _, err := term.GetSize(int(f.Fd())); err == nil && width > 0 {
		s.width = max(40, width)
	}
	return s
}

// wantsColour reports whether a terminal may have colour. NO_COLOR takes it
// away whatever its value, unless that is empty.
func wantsColour() bool { return os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" }

// printf prints. What cannot be written is lost, as there is nowhere to say so.
func (s *screen) printf(format string, args ...any) { fmt.Fprintf(s.w, format, args...) }

// styled returns text in an ANSI style, where there is colour.
func (s *screen) styled(style, text string) string {
	if !s.colour || text == "" {
		return text
	}
	return "\x1b[" + style + "m" + text + "\x1b[0m"
}

func (s *screen) bold(text string) string  { return s.styled("1", text) }
func (s *screen) dim(text string) string   { return s.styled("2", text) }
func (s *screen) red(text string) string   { return s.styled("31", text) }
func (s *screen) green(text string) string { return s.styled("32", text) }

// wrapped prints text in lines that fit, each after the indent.
func (s *screen) wrapped(indent, text string) {
	for _, line := range wrap(text, min(s.width, 100)-len(indent)) {
		s.printf("%s%s\n", indent, line)
	}
}

// item prints text as an item of a list.
func (s *screen) item(text string) {
	for i, line := range wrap(text, min(s.width, 100)-4) {
		mark := "  - "
		if i > 0 {
			mark = "    "
		}
		s.printf("%s%s\n", mark, line)
	}
}

// cut returns text shortened to the terminal, and all of it elsewhere.
func (s *screen) cut(text string, width int) string {
	if !s.terminal || utf8.RuneCountInString(text) <= width {
		return text
	}
	return string([]rune(text)[:max(0, width-3)]) + "..."
}

// fit returns text in lines that fit the terminal, and in one line elsewhere.
func (s *screen) fit(text string, width int) []string {
	if !s.terminal {
		return []string{text}
	}
	return wrap(text, max(width, 12))
}

// style matches what styled puts around a text.
var style = regexp.MustCompile("\x1b\\[[0-9;]*m")

// letters returns how many columns text takes: its styles take none.
func letters(text string) int { return utf8.RuneCountInString(style.ReplaceAllString(text, "")) }

// wrap breaks text at spaces into lines of at most width letters, as far as
// words allow. An empty line parts paragraphs.
func wrap(text string, width int) []string {
	var lines []string
	for i, paragraph := range strings.Split(text, "\n\n") {
		if i > 0 {
			lines = append(lines, "")
		}
		line := ""
		for word := range strings.FieldsSeq(paragraph) {
			switch {
			case line == "":
				line = word
			case letters(line)+1+letters(word) > width:
				lines = append(lines, line)
				line = word
			default:
				line += " " + word
			}
		}
		lines = append(lines, line)
	}
	return lines
}
