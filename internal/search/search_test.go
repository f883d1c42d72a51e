package search_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook"
	"github.com/goconcepts/cookbook/internal/question"
	"github.com/goconcepts/cookbook/internal/search"
)

func small() *search.Index {
	return search.New([]question.Question{
		{ID: "memory/cycles", Title: "What of a cycle?", Tags: []string{"gc"}, Answer: "Both are freed by the collector.", Code: "\truntime.AddCleanup(a, f, b)\n\tx()\n"},
		{ID: "memory/pool", Title: "When does a pool help?", Tags: []string{"alloc"}, Answer: "A cycle of use and reuse of naïve buffers."},
		{ID: "caching/lru", Title: "An LRU?", Answer: "It forgets the oldest."},
	})
}

func ids(hits []search.Hit) []string {
	var out []string
	for _, h := range hits {
		out = append(out, h.Question.ID)
	}
	return out
}

func TestFind(t *testing.T) {
	x := small()
	for _, c := range []struct {
		query string
		want  []string
	}{
		{"cycle", []string{"memory/cycles", "memory/pool"}}, // a title before an answer
		{"CYCLE", []string{"memory/cycles", "memory/pool"}},
		{"cycel", []string{"memory/cycles", "memory/pool"}}, // swapped
		{"collectr", []string{"memory/cycles"}},             // left out
		{"colllector", []string{"memory/cycles"}},           // added
		{"collecter", []string{"memory/cycles"}},            // changed
		{"colecter", nil},                                   // two are too many
		{"coll", []string{"memory/cycles"}},                 // a beginning
		{"c", nil},                                          // one letter is no beginning
		{"gc", []string{"memory/cycles"}},
		{"addcleanup", []string{"memory/cycles"}},
		{"AddCleanup", []string{"memory/cycles"}},
		{"cleanup", []string{"memory/cycles"}}, // part of a camel-case word
		{"cycle collector", []string{"memory/cycles"}},
		{"cycle nothing", nil},
		{"memory", []string{"memory/cycles", "memory/pool"}},
		{"naive", []string{"memory/pool"}}, // a letter that is two bytes
		{"", nil},
		{"?!", nil},
	} {
		require.Equal(t, c.want, ids(x.Find(c.query, 10)), c.query)
	}
	require.Len(t, x.Find("memory", 1), 1)
}

func TestContext(t *testing.T) {
	h := small().Find("cleanup", 1)[0]
	require.Equal(t, "code", h.Part)
	require.Equal(t, "runtime.AddCleanup(a, f, b)", h.Context)
	require.Equal(t, "Cleanup", h.Context[h.From:h.To])

	long := search.New([]question.Question{{ID: "a/b", Answer: strings.Repeat("before ", 30) + "needle" + strings.Repeat(" after", 30)}})
	h = long.Find("needle", 1)[0]
	require.Equal(t, "needle", h.Context[h.From:h.To])
	require.LessOrEqual(t, len(h.Context), 120)
	require.Regexp(t, `^\.\.\. before .* after \.\.\.$`, h.Context)
}

func TestEveryTitleFindsItself(t *testing.T) {
	all, err := question.Parse(cookbook.Source())
	require.NoError(t, err)
	x := search.New(all)
	for _, q := range all {
		if len(search.Words(q.Title)) > 0 {
			require.Contains(t, ids(x.Find(q.Title, len(all))), q.ID)
		}
		for _, h := range x.Find(q.ID, 5) {
			require.True(t, 0 <= h.From && h.From < h.To && h.To <= len(h.Context))
		}
	}
}

func FuzzFind(f *testing.F) {
	x := small()
	f.Add("cycle")
	f.Add("naïve \xff Éa")
	f.Fuzz(func(t *testing.T, query string) {
		for _, h := range x.Find(query, 5) {
			if h.From < 0 || h.From >= h.To || h.To > len(h.Context) {
				t.Fatal(query, h)
			}
		}
		// Any text can be indexed, and found by its own words.
		own := search.New([]question.Question{{ID: "a/b", Answer: query}})
		if words := search.Words(query); len(words) > 0 && len(own.Find(query, 1)) != 1 {
			t.Fatal(query, words)
		}
	})
}

func BenchmarkFind(b *testing.B) {
	all, err := question.Parse(cookbook.Source())
	require.NoError(b, err)
	x := search.New(all)
	b.ReportMetric(float64(len(all)), "questions")
	for b.Loop() {
		x.Find("gorotine leak", 10)
	}
}

func BenchmarkNew(b *testing.B) {
	all, err := question.Parse(cookbook.Source())
	require.NoError(b, err)
	for b.Loop() {
		search.New(all)
	}
}
