package sqlwatch

import (
	"context"
	"database/sql/driver"
	"fmt"
	"hash/maphash"
	"runtime"
	"slices"
	"strings"
	"sync"
)

// depth is how many return addresses are kept of a query: database/sql and a helper
// or two lie between the driver and the line that asks.
const depth = 24

// Log holds the queries that ran under a context. Several goroutines may add to it
// and ask it. Make one with [Record].
type Log struct {
	mu      sync.Mutex
	queries []query
}

// query is one that ran.
type query struct {
	shape string
	args  uint64 // a hash of the arguments and of the literals in the text
	pcs   [depth]uintptr
}

type logKey struct{}

// Record returns a context under which the queries of wrapped drivers are recorded.
// A Record within a Record is a log of its own, and the outer one sees nothing of it.
func Record(ctx context.Context) (context.Context, *Log) {
	l := &Log{}
	return context.WithValue(ctx, logKey{}, l), l
}

var seed = maphash.MakeSeed()

// record adds a query to the log of ctx, if there is one.
func record(ctx context.Context, text string, args []driver.NamedValue) {
	l, ok := ctx.Value(logKey{}).(*Log)
	if !ok {
		return
	}
	q := query{shape: Shape(text)}
	var h maphash.Hash
	h.SetSeed(seed)
	h.WriteString(text)
	for _, a := range args {
		fmt.Fprintf(&h, "\x00%T%v", a.Value, a.Value)
	}
	q.args = h.Sum64()
	runtime.Callers(3, q.pcs[:])
	l.mu.Lock()
	defer l.mu.Unlock()
	l.queries = append(l.queries, q)
}

// Count returns how many queries were recorded so far.
func (l *Log) Count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.queries)
}

// Reset forgets what was recorded so far.
func (l *Log) Reset() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.queries = nil
}

// Kind is what is wrong with a repeated query.
type Kind string

// The kinds of findings.
const (
	NPlusOne  Kind = "N+1"        // the same query with other arguments, from one line
	Duplicate Kind = "duplicate"  // the same query with the same arguments, from one line
	WriteLoop Kind = "write loop" // the same INSERT, UPDATE or DELETE, from one line
)

// Finding is a query that one line asked again and again.
type Finding struct {
	Kind  Kind
	Shape string
	Count int
	File  string // of the line that asked
	Line  int
	Cure  string
}

// String tells it in one line.
func (f Finding) String() string {
	return fmt.Sprintf("%s:%d: %s: %d times %s: %s", f.File, f.Line, f.Kind, f.Count, f.Shape, f.Cure)
}

// threshold is how often one line may ask before it is a finding: twice may be two
// steps, three times is a loop.
const threshold = 3

var cures = map[Kind]string{
	NPlusOne:  "ask once, with all keys",
	Duplicate: "ask once and keep the answer",
	WriteLoop: "write all rows with one statement",
}

// Findings returns the queries that one line asked three times or more, in the order
// of their first time. allow names shapes, or parts of them, that may repeat, such as
// a loop that polls; statements about transactions and savepoints always may.
func (l *Log) Findings(allow ...string) []Finding {
	l.mu.Lock()
	queries := slices.Clone(l.queries)
	l.mu.Unlock()
	type group struct {
		Finding
		args map[uint64]bool
	}
	type key struct {
		shape, file string
		line        int
	}
	var order []*group
	groups := map[key]*group{}
	for _, q := range queries {
		if innocent(q.shape, allow) {
			continue
		}
		file, line := asker(q.pcs)
		k := key{q.shape, file, line}
		g := groups[k]
		if g == nil {
			g = &group{Finding{Shape: q.shape, File: file, Line: line}, map[uint64]bool{}}
			groups[k] = g
			order = append(order, g)
		}
		g.Count++
		g.args[q.args] = true
	}
	var found []Finding
	for _, g := range order {
		if g.Count < threshold {
			continue
		}
		switch verb, _, _ := strings.Cut(g.Shape, " "); {
		case verb == "insert" || verb == "update" || verb == "delete":
			g.Kind = WriteLoop
		case len(g.args) == 1:
			g.Kind = Duplicate
		default:
			g.Kind = NPlusOne
		}
		g.Cure = cures[g.Kind]
		found = append(found, g.Finding)
	}
	return found
}

// innocent reports whether a shape may repeat.
func innocent(shape string, allow []string) bool {
	verb, _, _ := strings.Cut(shape, " ")
	if slices.Contains([]string{"begin", "commit", "rollback", "savepoint", "release", "set", "pragma", "explain"}, verb) {
		return true
	}
	return slices.ContainsFunc(allow, func(part string) bool { return strings.Contains(shape, part) })
}

// asker returns the innermost line of the user's own code: not of database/sql, not
// of this package, and not of a library in the module cache, such as an ORM.
func asker(pcs [depth]uintptr) (file string, line int) {
	n := slices.Index(pcs[:], 0)
	if n < 0 {
		n = depth
	}
	file = "unknown"
	frames := runtime.CallersFrames(pcs[:n])
	for {
		f, more := frames.Next()
		standard := strings.HasPrefix(f.Function, "database/sql.") || strings.HasPrefix(f.Function, own)
		if !standard && !strings.Contains(f.File, "/pkg/mod/") {
			return f.File, f.Line
		}
		if !standard && line == 0 {
			file, line = f.File, f.Line // the library's, if nobody else is found
		}
		if !more {
			return file, line
		}
	}
}

// own is the prefix of this package's functions, its tests' excepted.
const own = "github.com/goconcepts/cookbook/patterns/sqlwatch."
