package sqlwatch

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// NoNPlusOne fails the test for each of the [Log.Findings], whatever its kind: a write
// loop and a query for what is known already cost what an N+1 does. The test goes on.
func (l *Log) NoNPlusOne(allow ...string) {
	l.t.Helper()
	for _, f := range l.Findings(allow...) {
		l.t.Errorf("sqlwatch: %v", f)
	}
}

// MaxQueries fails the test if more than n queries ran, and lists them. The test goes on.
func (l *Log) MaxQueries(n int) {
	l.t.Helper()
	if queries := l.queries(); len(queries) > n {
		l.t.Errorf("sqlwatch: %d queries ran, want %d at the most:\n\t%s", len(queries), n, strings.Join(tally(queries), "\n\t"))
	}
}

// Constant is the proof that a load is no N+1, without a threshold: it runs load at
// each size, such as 1, 10 and 100 parents, and fails t unless the number of queries is the same at
// all of them. It says which queries grew. load may fill its tables under
// another context than the given one, such as t.Context(): that is not counted.
func Constant(t testing.TB, sizes []int, load func(ctx context.Context, n int)) {
	t.Helper()
	if len(sizes) < 2 || allEqual(sizes) {
		t.Fatalf("sqlwatch: constant: sizes %v, want two or more that differ", sizes)
		return
	}
	var first []query
	for i, n := range sizes {
		ctx, log := Record(t, t.Context())
		load(ctx, n)
		queries := log.queries()
		switch {
		case len(queries) == 0:
			t.Errorf("sqlwatch: constant: no query was recorded at size %d: is the driver wrapped, and is ctx passed on?", n)
			return
		case i == 0:
			first = queries
		case len(queries) != len(first):
			t.Errorf("sqlwatch: constant: %d queries at size %d and %d at size %d:\n\t%s",
				len(first), sizes[0], len(queries), n, strings.Join(growth(first, queries), "\n\t"))
			return
		}
	}
}

func allEqual(sizes []int) bool {
	for _, n := range sizes {
		if n != sizes[0] {
			return false
		}
	}
	return true
}

// growth tells of each query that ran another number of times.
func growth(before, after []query) []string {
	was, is := map[way]int{}, map[way]int{}
	for _, g := range groups(before) {
		was[g.way] = len(g.calls)
	}
	for _, g := range groups(after) {
		is[g.way] = len(g.calls)
	}
	var lines []string
	for _, g := range groups(slices.Concat(before, after)) {
		if was[g.way] != is[g.way] {
			lines = append(lines, fmt.Sprintf("%s:%d: %d, then %d times %s%s",
				g.origin.file, g.origin.line, was[g.way], is[g.way], g.shape, calledAt(g.origin.from)))
		}
	}
	return lines
}
