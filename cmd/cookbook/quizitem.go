package main

import (
	"cmp"
	"go/parser"
	"go/token"
	"io/fs"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"github.com/goconcepts/cookbook/internal/question"
	"github.com/goconcepts/cookbook/internal/wrong"
)

// quizItem is one thing to ask: what a program prints, or what is wrong with one.
type quizItem struct {
	question *question.Question
	twin     *wrong.Twin // nil when the output is asked for
}

// key names the item in the progress file.
func (i quizItem) key() string {
	if i.twin != nil {
		return "bug " + i.question.ID
	}
	return "output " + i.question.ID
}

// readable are the packages whose part in a program can be told by reading it:
// nothing of this module, which the reader need not know by heart, and nothing
// that depends on the machine.
var readable = []string{
	"bytes", "cmp", "container/heap", "container/list", "context", "errors", "fmt", "io", "iter", "maps", "math",
	"slices", "sort", "strconv", "strings", "sync", "sync/atomic", "unicode", "unicode/utf8",
}

// The longest program and output that are asked for.
const (
	quizLines  = 60
	quizOutput = 8
)

// follows reports whether what the Example prints is short and follows from its
// code alone, so that a reader can be asked for it.
func follows(source fs.FS, q *question.Question) bool {
	lines := strings.Split(q.Output, "\n")
	if q.Unordered || len(q.Needs) > 0 || q.Output == "" || len(lines) > quizOutput || slices.Contains(lines, "") {
		return false
	}
	if strings.Count(q.Code, "\n") > quizLines {
		return false
	}
	text, err := fs.ReadFile(source, q.File)
	if err != nil {
		return false
	}
	file, err := parser.ParseFile(token.NewFileSet(), q.File, text, parser.ImportsOnly)
	if err != nil {
		return false
	}
	for _, imported := range file.Imports {
		name, err := strconv.Unquote(imported.Path.Value)
		if err != nil || !slices.Contains(readable, name) {
			return false
		}
	}
	return true
}

// quizItems returns what can be asked of questions, in their order.
func (a *app) quizItems(questions []question.Question) ([]quizItem, error) {
	var items []quizItem
	for i := range questions {
		q := &questions[i]
		if follows(a.source, q) {
			items = append(items, quizItem{question: q})
		}
		if q.Twin != "" {
			twin, err := a.readTwin(q)
			if err != nil {
				return nil, err
			}
			items = append(items, quizItem{question: q, twin: &twin})
		}
	}
	return items, nil
}

// choose returns n items: those never seen first, then those last answered
// wrong, then the others, each group in a random order.
func choose(items []quizItem, p *progress, n int, random *rand.Rand) []quizItem {
	items = slices.Clone(items)
	random.Shuffle(len(items), func(i, j int) { items[i], items[j] = items[j], items[i] })
	rank := func(i quizItem) int {
		r := p.Items[i.key()]
		switch {
		case r.Seen == 0:
			return 0
		case !r.Last:
			return 1
		default:
			return 2
		}
	}
	slices.SortStableFunc(items, func(a, b quizItem) int { return cmp.Compare(rank(a), rank(b)) })
	return items[:min(n, len(items))]
}

// bare returns a twin's program without the comment that says what is wrong.
func bare(t *wrong.Twin) string {
	var b strings.Builder
	inComment := true
	for line := range strings.Lines(string(t.Source)) {
		if inComment && strings.HasPrefix(line, "//") && !strings.HasPrefix(line, "//go:") {
			continue
		}
		inComment = false
		b.WriteString(line)
	}
	return withoutComments(b.String())
}

// withoutComments returns code without what its comments tell. Directives stay.
func withoutComments(code string) string {
	const mark = "\x00" // stands for a comment; Go source cannot hold it
	var b strings.Builder
	for _, s := range highlight(code) {
		if s.class == remark && !strings.HasPrefix(s.text, "//go:") {
			s.text = mark
		}
		b.WriteString(s.text)
	}
	var kept strings.Builder
	for line := range strings.Lines(b.String()) {
		bare := strings.TrimRight(strings.ReplaceAll(line, mark, ""), " \t\n")
		if strings.Contains(line, mark) && bare == "" {
			continue // nothing but a comment
		}
		kept.WriteString(bare + "\n")
	}
	return strings.TrimLeft(kept.String(), "\n")
}

// faults are the answers to choose from when a program is wrong, in the order
// in which they are numbered.
var faults = []struct {
	kind wrong.Kind
	says string
}{
	{wrong.Race, "a data race"},
	{wrong.Deadlock, "a deadlock"},
	{wrong.Panic, "a panic"},
	{wrong.Fatal, "a fatal error that recover cannot stop"},
	{wrong.Leak, "a goroutine left behind"},
	{wrong.Compile, "it does not compile"},
	{wrong.Vet, "it compiles, and go vet complains"},
	{wrong.Output, "it ends well and prints the wrong thing"},
}

// faultOf returns the kind that a reader's answer names: its number or its word.
func faultOf(answer string) (wrong.Kind, bool) {
	answer = strings.ToLower(strings.TrimSpace(answer))
	for i, f := range faults {
		if answer == strconv.Itoa(i+1) || answer == string(f.kind) {
			return f.kind, true
		}
	}
	return "", false
}
