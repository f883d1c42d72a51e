package harness

import (
	"runtime/debug"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestMedian(t *testing.T) {
	of := func(values ...float64) float64 {
		samples := make([]sample, len(values))
		for i, v := range values {
			samples[i].nanoseconds = v
		}
		return median(samples, func(s sample) float64 { return s.nanoseconds })
	}
	require.InDelta(t, 7.0, of(7), 0)
	require.InDelta(t, 2.0, of(9, 1, 2), 0)
	require.InDelta(t, 2.5, of(9, 3, 1, 2), 0)
}

func TestFigures(t *testing.T) {
	for _, tt := range []struct {
		ns   float64
		want string
	}{{0.456, "0.46 ns"}, {12.34, "12.3 ns"}, {999.4, "999 ns"}, {999.6, "1.00 µs"}, {2.5e6, "2.50 ms"}, {3e9, "3.00 s"}, {4e12, "4000 s"}} {
		require.Equal(t, tt.want, duration(tt.ns))
	}
	require.Equal(t, "0", count(0.004))
	require.Equal(t, "0.50", count(0.5))
	require.Equal(t, "128", count(128))
}

func TestVersionsAreThoseOfTheBuild(t *testing.T) {
	info := &debug.BuildInfo{Deps: []*debug.Module{
		{Path: "a.example/one/v2", Version: "v2.3.4"},
		{Path: "a.example/two", Version: "v1.0.0", Replace: &debug.Module{Path: "b.example/fork", Version: "v1.0.1"}},
	}}
	require.Equal(t, "a.example/one/v2 v2.3.4, a.example/two v1.0.1, a.example/none (version unknown)",
		versions(info, []string{Ours, "a.example/one/v2", HandWritten, "a.example/two", Stdlib, "a.example/none"}))
	require.Equal(t, "none but ours", versions(nil, []string{Ours}))
}

func TestNearest(t *testing.T) {
	topics := []string{"caching", "retry", "pool", "relation"}
	require.Equal(t, "retry", nearest("rety", topics))
	require.Equal(t, "caching", nearest("cache", topics))
	require.Empty(t, nearest("zzzzzzzz", topics))
	require.Equal(t, 3, distance("kitten", "sitting"))
}

func TestShort(t *testing.T) {
	require.Equal(t, "backoff v5", short("github.com/cenkalti/backoff/v5"))
	require.Equal(t, "lo", short("github.com/samber/lo"))
	require.Equal(t, "ours", short(Ours))
	require.Equal(t, "standard library", short(Stdlib))
}

func TestWrapKeepsToTheWidth(t *testing.T) {
	require.Equal(t, "  short", wrap("  short", "    "))
	long := wrap("  "+"word word word word word word word word word word word word word word word word word word word word word", "    ")
	require.Equal(t, "  word word word word word word word word word word word word word word word word word word word\n    word word", long)
}

func TestReplacePartNeedsAnEnd(t *testing.T) {
	_, err := replacePart("<!-- begin a -->\nlost", "a", "new")
	require.Error(t, err)
	text, err := replacePart("# Results\n", "a", "new\n")
	require.NoError(t, err)
	require.Equal(t, "# Results\n\nnew\n", text)
}

func TestMarkdownEscapesACell(t *testing.T) {
	require.Equal(t, "**n**\n\n| a | b |\n|---|--:|\n| x\\|y | 1 |\n| z |  |\n",
		grid{name: "n", columns: []string{"a", "b"}, lines: [][]string{{"x|y", "1"}, {"z"}}}.markdown())
}
