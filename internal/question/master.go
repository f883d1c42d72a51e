package question

import (
	_ "embed" // for questions.tsv
	"strings"
)

//go:embed questions.tsv
var masterText string

// An Entry is one line of the master list, questions.tsv: what a question is
// about and what its Example must prove.
type Entry struct {
	ID, Level, Title, Prove string
	Section                 string // the sections of the Python original that it answers
	Wrong                   bool   // whether a wrong twin belongs to it
}

// Master returns the master list in its order.
func Master() []Entry {
	var entries []Entry
	for i, line := range strings.Split(strings.TrimSpace(masterText), "\n") {
		if i == 0 {
			continue // the names of the columns
		}
		f := strings.Split(strings.TrimRight(line, "\r"), "\t")
		for len(f) < 6 {
			f = append(f, "")
		}
		entries = append(entries, Entry{f[0], f[1], f[2], f[3], f[4], f[5] == "yes"})
	}
	return entries
}
