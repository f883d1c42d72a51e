package main

import "strings"

// block is a piece of the results file: a heading, a paragraph, a list or a table.
type block struct {
	Level  int      // of a heading: 1 to 3; else 0
	Text   string   // of a heading or paragraph
	Items  []string // of a list
	Header []string // of a table
	Rows   [][]string
}

// parseMarkdown reads the little Markdown that the results are written in:
// headings, paragraphs, lists and tables; comments are left out.
func parseMarkdown(text []byte) []block {
	var blocks []block
	var last *block // the block that a line may continue, or nil
	add := func(b block) { blocks = append(blocks, b); last = &blocks[len(blocks)-1] }
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || strings.HasPrefix(line, "<!--"):
			last = nil
		case strings.HasPrefix(line, "#"):
			title := strings.TrimLeft(line, "#")
			add(block{Level: min(3, len(line)-len(title)), Text: unmarked(title)})
			last = nil
		case strings.HasPrefix(line, "|"):
			cells := cellsOf(line)
			switch {
			case last == nil || last.Header == nil:
				add(block{Header: cells})
			case strings.Trim(line, "|-: ") != "": // not the line below the header
				last.Rows = append(last.Rows, cells)
			}
		case strings.HasPrefix(line, "- "):
			if last == nil || last.Items == nil {
				add(block{})
			}
			last.Items = append(last.Items, unmarked(line[2:]))
		case last != nil && last.Text != "":
			last.Text += " " + unmarked(line)
		default:
			add(block{Text: unmarked(line)})
		}
	}
	return blocks
}

// cellsOf returns the cells of a table's line.
func cellsOf(line string) []string {
	cells := strings.Split(strings.ReplaceAll(strings.Trim(line, "|"), `\|`, "\x00"), "|")
	for i, c := range cells {
		cells[i] = strings.ReplaceAll(unmarked(c), "\x00", "|")
	}
	return cells
}

// unmarked returns text without the marks for bold and code.
func unmarked(text string) string {
	return strings.TrimSpace(strings.NewReplacer("**", "", "`", "").Replace(text))
}
