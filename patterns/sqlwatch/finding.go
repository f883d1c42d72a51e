package sqlwatch

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Kind is what is wrong with a repeated query.
type Kind string

// The kinds of findings.
const (
	NPlusOne  Kind = "N+1"        // the same query with other arguments
	Duplicate Kind = "duplicate"  // the same query with the same arguments
	WriteLoop Kind = "write loop" // the same INSERT, UPDATE, DELETE or MERGE
)

var cures = map[Kind]string{
	NPlusOne:  "ask once, with all keys",
	Duplicate: "ask once and keep the answer",
	WriteLoop: "write all rows with one statement",
}

// Finding is a query that one line asked again and again. It has no literal and no
// argument of the query, so it may stand in a build's public output.
type Finding struct {
	Kind  Kind
	Shape string // see [Shape]
	Count int
	File  string // of the line that asked: the user's, not an ORM's
	Line  int
	From  string // file:line from where that line was called, "" if it was not by the user's own code
	Cure  string
}

// String tells it in one line.
func (f Finding) String() string {
	return fmt.Sprintf("%s:%d: %s: %d times %s: %s%s", f.File, f.Line, f.Kind, f.Count, f.Shape, f.Cure, calledAt(f.From))
}

func calledAt(from string) string {
	if from == "" {
		return ""
	}
	return ", called at " + from
}

// threshold is how often one line may ask before it is a finding: twice may be two
// steps, three times is a loop.
const threshold = 3

// Findings returns the queries that ran three times or more in one shape, from one line that was
// reached in one way, in the order of their first time. A helper that is called from three lines is
// no loop; a recursion is one.
//
// It leaves out what repeats for a reason that can be seen: statements about transactions, savepoints, cursors and
// settings; paging, where nothing differs but LIMIT, OFFSET and the bounds of comparisons; work taken
// from a queue with SKIP LOCKED; and SELECT 1. Polling cannot be told from a forgotten answer, so
// that is the caller's to say: allow names what may repeat, each a part of a shape
// or of a file:line.
func (l *Log) Findings(allow ...string) []Finding {
	var found []Finding
	for _, g := range groups(l.queries()) {
		if len(g.calls) < threshold || g.innocent() {
			continue
		}
		f := g.finding()
		at := fmt.Sprintf("%s:%d", f.File, f.Line)
		if !slices.ContainsFunc(allow, func(part string) bool {
			return strings.Contains(f.Shape, part) || strings.Contains(at, part)
		}) {
			found = append(found, f)
		}
	}
	return found
}

// statement is what a text says.
type statement struct {
	shape  string
	values []operand
}

// way is what queries have in common that one loop could have asked.
type way struct{ shape, path string }

// group is what ran in one way.
type group struct {
	way

	origin origin
	calls  [][]fact // of each, in the order of the text
}

// fact is what stood in place of a ?.
type fact struct {
	hash  uint64
	bound bool
}

// groups sorts queries by shape and way, in the order of their first time.
func groups(queries []query) []*group {
	var order []*group
	byWay := map[way]*group{}
	statements := map[string]statement{}
	origins := map[*uintptr]origin{}
	for _, q := range queries {
		st, ok := statements[q.text]
		if !ok {
			s := shaper{scanner: scanner{in: q.text}}
			s.run()
			st = statement{string(s.out), s.values}
			statements[q.text] = st
		}
		from, ok := origins[&q.stack[0]]
		if !ok {
			from = q.stack.origin()
			origins[&q.stack[0]] = from
		}
		w := way{st.shape, from.path}
		g := byWay[w]
		if g == nil {
			g = &group{way: w, origin: from}
			byWay[w] = g
			order = append(order, g)
		}
		g.calls = append(g.calls, st.facts(q.args))
	}
	return order
}

// facts puts literals and arguments in the order in which the text has them.
func (st statement) facts(args []uint64) []fact {
	facts := make([]fact, 0, max(len(st.values), len(args)))
	for _, v := range st.values {
		switch {
		case v.arg == noArgument:
			facts = append(facts, fact{v.literal, v.bound})
		case v.arg >= 0 && v.arg < len(args):
			facts = append(facts, fact{args[v.arg], v.bound})
		default: // the driver knows which argument has this name: all may differ
			facts = facts[:0]
			for _, a := range args {
				facts = append(facts, fact{hash: a})
			}
			return facts
		}
	}
	return facts
}

func (g *group) finding() Finding {
	kind := NPlusOne
	switch same, _ := g.compare(); {
	case writes(g.shape):
		kind = WriteLoop
	case same:
		kind = Duplicate
	}
	return Finding{kind, g.shape, len(g.calls), g.origin.file, g.origin.line, g.origin.from, cures[kind]}
}

// compare reports whether all calls had the same values, and if not, whether only
// bounds differed.
func (g *group) compare() (same, onlyBounds bool) {
	same, onlyBounds = true, true
	for _, call := range g.calls[1:] {
		if len(call) != len(g.calls[0]) {
			return false, false
		}
		for i, f := range call {
			if f.hash != g.calls[0][i].hash {
				same, onlyBounds = false, onlyBounds && f.bound
			}
		}
	}
	return same, onlyBounds && !same
}

// innocent reports whether the shape of a group, or what differs in it, is a good
// reason to repeat it.
func (g *group) innocent() bool {
	switch verb(g.shape) {
	case "begin", "start", "commit", "end", "rollback", "abort", "savepoint", "release", // transactions
		"declare", "fetch", "move", "close", // cursors
		"set", "reset", "show", "pragma", "explain", "listen", "unlisten", "notify":
		return true
	}
	if g.shape == "select ?" || strings.Contains(g.shape, " skip locked") {
		return true
	}
	_, onlyBounds := g.compare()
	return onlyBounds && !writes(g.shape) &&
		slices.ContainsFunc([]string{" limit ", " offset ", " fetch "}, func(w string) bool { return strings.Contains(g.shape, w) })
}

// writes reports whether a statement changes rows, be it behind WITH.
func writes(shape string) bool {
	isWrite := func(word string) bool {
		return slices.Contains([]string{"insert", "update", "delete", "merge", "replace"}, word)
	}
	if first := verb(shape); first != "with" {
		return isWrite(first)
	}
	words := strings.FieldsFunc(shape, func(r rune) bool { return r == ' ' || r == '(' })
	for i, w := range words {
		if isWrite(w) && words[i-1] != "for" && words[i-1] != "key" { // SELECT ... FOR NO KEY UPDATE only locks
			return true
		}
	}
	return false
}

func verb(shape string) string {
	first, _, _ := strings.Cut(shape, " ")
	return first
}

// tally counts queries by shape and line, for a message: the most frequent first.
func tally(queries []query) []string {
	all := groups(queries)
	slices.SortStableFunc(all, func(a, b *group) int { return cmp.Compare(len(b.calls), len(a.calls)) })
	lines := make([]string, len(all))
	for i, g := range all {
		lines[i] = fmt.Sprintf("%s:%d: %d times %s%s", g.origin.file, g.origin.line, len(g.calls), g.shape, calledAt(g.origin.from))
	}
	return lines
}
