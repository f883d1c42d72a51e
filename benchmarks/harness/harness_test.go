package harness_test

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/goconcepts/cookbook/benchmarks/harness"
)

// TestMain makes this binary do what the command does when it is called for one cell.
func TestMain(m *testing.M) {
	if harness.IsCell(os.Args[1:]) {
		os.Exit(harness.Main(os.Args[1:], []harness.Topic{asked()}, os.Stdout, os.Stderr))
	}
	goleak.VerifyTestMain(m)
}

// asked is a topic whose cells end in every way there is.
func asked() harness.Topic {
	word := "unset"
	row := func(name, library string, run func() error) harness.Row {
		return harness.Row{Name: name, Cells: []harness.Cell{{Library: library, Run: run}}}
	}
	hang := row("hangs", "a.example/h", func() error { time.Sleep(time.Hour); return nil })
	hang.Limit = 200 * time.Millisecond
	// Where the runtime looks for deadlocks (it does not with cgo) it speaks before the limit.
	deadlock := row("deadlocks", "a.example/d", func() error { select {} })
	deadlock.Limit = time.Second
	return harness.Topic{
		Name:  "asked",
		Doc:   "rows that end in every way",
		Flags: func(fs *flag.FlagSet) { fs.StringVar(&word, "word", "", "a word for the cells") },
		Rows: []harness.Row{
			row("passes", harness.Ours, func() error { return nil }),
			row("fails", "a.example/f", func() error { return errors.New("2 calls, not 1") }),
			hang,
			deadlock,
			row("panics", "a.example/p", func() error { panic("boom") }),
			row("panics elsewhere", "a.example/p", func() error {
				go func() { panic("far boom") }()
				time.Sleep(time.Hour)
				return nil
			}),
			row("exits", "a.example/e", func() error { os.Exit(0); return nil }),
			row("goexits", "a.example/g", func() error { runtime.Goexit(); return nil }),
			row("flag", "a.example/w", func() error { return errors.New("word is " + word) }),
			row("prints", "a.example/o", func() error {
				os.Stdout.WriteString("pass\n")
				return errors.New(strings.Repeat("long ", 40))
			}),
		},
	}
}

// command runs the harness with one topic.
func command(t *testing.T, topic harness.Topic, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, err bytes.Buffer
	status = harness.Main(args, []harness.Topic{topic}, &out, &err)
	for line := range strings.Lines(out.String()) {
		require.LessOrEqual(t, utf8.RuneCountInString(line), 101, "100 columns and the end of line: %s", line)
	}
	return status, out.String(), err.String()
}

func TestBehaviourTellsEveryEndApart(t *testing.T) {
	status, stdout, stderr := command(t, asked(), "asked", "-behaviour", "-word", "apple")
	require.Equal(t, 0, status, "a peer that fails is a result: %s", stderr)
	at := 0
	for _, want := range []string{
		`passes\n  ours +pass\n`,
		`fails\n  a.example/f +FAILED  2 calls, not 1\n`,
		`hangs\n  a.example/h +hang    no answer in 200ms\n`,
		`deadlocks\n  a.example/d +hang    (fatal error: all goroutines are asleep - deadlock!|no answer in 1s)\n`,
		`panics\n  a.example/p +crash   panic: boom\n`,
		`panics elsewhere\n  a.example/p +crash   panic: far boom\n`,
		`exits\n  a.example/e +crash   the process ended without an answer\n`,
		`goexits\n  a.example/g +crash   runtime.Goexit ended the caller\n`,
		`flag\n  a.example/w +FAILED  word is apple\n`,
		`prints\n  a.example/o +FAILED  long long`,
		`ours +1   1\n`,
	} {
		found := regexp.MustCompile(`(?m)^` + want).FindStringIndex(stdout[at:])
		if want[0] == 'o' {
			found = regexp.MustCompile(want).FindStringIndex(stdout[at:])
		}
		require.NotNil(t, found, "%s after byte %d of\n%s", want, at, stdout)
		at += found[1]
	}
}

func TestBehaviourFailsWhenOursDoes(t *testing.T) {
	topic := asked()
	topic.Rows[1].Cells[0].Library = harness.Ours
	// The child has the original topic, where ours has no such cell: that too is no pass.
	status, stdout, stderr := command(t, topic, "asked", "-behaviour", "-only", "fails")
	require.Equal(t, 1, status)
	require.Contains(t, stdout, "crash")
	require.Contains(t, stderr, "fails: ours: ")
}

// timed is a topic of one job whose contestants take the given time for an operation.
func timed(order *[]string, costs map[string]time.Duration, libraries ...string) harness.Topic {
	job := harness.Job{Name: "sleep", Unit: "nap"}
	for _, library := range libraries {
		job.Contestants = append(job.Contestants, harness.Contestant{
			Library: library,
			Start: func() (func(int), func(), error) {
				*order = append(*order, "start "+library)
				run := func(n int) {
					*order = append(*order, library)
					time.Sleep(time.Duration(n) * costs[library])
				}
				return run, func() { *order = append(*order, "stop "+library) }, nil
			},
		})
	}
	return harness.Topic{Name: "timed", Doc: "naps", Jobs: []harness.Job{job}}
}

// TestSpeedInterleavesAndPrintsALoss has a fake clock, so that the figures are exact.
func TestSpeedInterleavesAndPrintsALoss(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var order []string
		costs := map[string]time.Duration{
			harness.Ours: 200 * time.Microsecond, harness.HandWritten: 100 * time.Microsecond, harness.Stdlib: 10 * time.Millisecond,
		}
		topic := timed(&order, costs, harness.Ours, harness.HandWritten, harness.Stdlib)
		status, stdout, stderr := command(t, topic, "-rounds", "3", "timed")
		require.Equal(t, 0, status, stderr)
		require.Regexp(t, `library +median/nap +min +ratio +allocs +bytes\n`, stdout)
		require.Regexp(t, `ours +200 µs +200 µs +1\.00`, stdout)
		require.Regexp(t, `hand-written +100 µs +100 µs +0\.50`, stdout)
		require.Regexp(t, `standard library +10\.0 ms +10\.0 ms +50\.00`, stdout)

		require.Equal(t, []string{"stop ours", "stop hand-written", "stop standard library"}, order[len(order)-3:])
		require.Equal(t, []string{
			"ours", "hand-written", "standard library",
			"hand-written", "standard library", "ours",
			"standard library", "ours", "hand-written",
		}, order[len(order)-12:len(order)-3])
	})
}

func TestSpeedRefusesAWrongAnswerAndTimesTheOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var order []string
		costs := map[string]time.Duration{"a.example/wrong": time.Millisecond, harness.Ours: time.Millisecond}
		topic := timed(&order, costs, "a.example/wrong", harness.Ours)
		topic.Jobs[0].Contestants[0].Start = func() (func(int), func(), error) {
			return nil, nil, errors.New("41, not 42")
		}
		status, stdout, stderr := command(t, topic, "timed", "-rounds=2")
		require.Equal(t, 1, status)
		require.Regexp(t, `a\.example/wrong +REFUSED: 41, not 42\n`, stdout)
		require.Regexp(t, `ours +1\.00 ms +1\.00 ms +1\.00`, stdout)
		require.Contains(t, stderr, "sleep: a.example/wrong: 41, not 42")
	})
}

func TestSpeedRefusesWorkThatIsNotDone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var order []string
		status, stdout, _ := command(t, timed(&order, nil, harness.Ours), "timed")
		require.Equal(t, 1, status)
		require.Contains(t, stdout, "REFUSED: a thousand million operations took 0s: it does no work")
	})
}

var sink []byte

func TestSpeedCountsAllocationsPerItem(t *testing.T) {
	topic := harness.Topic{Name: "made", Jobs: []harness.Job{{
		Name: "four slices of 1024", Items: 4,
		Contestants: []harness.Contestant{{Library: harness.Ours, Start: func() (func(int), func(), error) {
			return func(n int) {
				for range 4 * n {
					sink = make([]byte, 1024)
				}
			}, nil, nil
		}}},
	}}}
	_, stdout, _ := command(t, topic, "made", "-rounds", "3")
	require.Regexp(t, `ours .* 1\.00 +10\d\d\n`, stdout)
}

func TestTables(t *testing.T) {
	topic := harness.Topic{Name: "hits", Tables: []harness.Table{
		{Name: "hit ratio", Columns: []string{"trace", "ours", "lru"}, Fill: func(add func(...string)) error {
			add("loop", "50.1", "0.0")
			return nil
		}},
		{Name: "broken", Columns: []string{"trace", "ours"}, Fill: func(func(...string)) error { return errors.New("no such trace") }},
	}}
	status, stdout, stderr := command(t, topic, "hits")
	require.Equal(t, 1, status)
	require.Contains(t, stdout, "hit ratio\n  trace    ours  lru\n  loop     50.1  0.0\n")
	require.Contains(t, stderr, "broken: no such trace")
}

func TestWriteRenewsOnlyItsPart(t *testing.T) {
	t.Chdir(t.TempDir())
	topic := asked()
	topic.Rows = slices.DeleteFunc(topic.Rows, func(r harness.Row) bool { return r.Name != "passes" && r.Name != "flag" })
	status, _, stderr := command(t, topic, "asked", "-behaviour", "-write")
	require.Equal(t, 1, status)
	require.Contains(t, stderr, "RESULTS.md")

	before, after := "# Results\n\n", "\n<!-- begin other -->\nkept\n<!-- end other -->\n"
	old := before + "<!-- begin asked -behaviour -->\nstale\n<!-- end asked -behaviour -->\n" + after
	require.NoError(t, os.WriteFile("RESULTS.md", []byte(old), 0o600))
	status, _, stderr = command(t, topic, "asked", "-behaviour", "-write", "-word", "pear")
	require.Equal(t, 0, status, stderr)
	text, err := os.ReadFile("RESULTS.md")
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(string(text), before+"<!-- begin asked -behaviour -->\n## asked -behaviour\n"), string(text))
	require.True(t, strings.HasSuffix(string(text), "<!-- end asked -behaviour -->\n"+after), string(text))
	require.NotContains(t, string(text), "stale")
	require.Contains(t, string(text), "| passes | pass | - |")
	require.Contains(t, string(text), "- flag, w: FAILED: word is pear\n")
	require.Contains(t, string(text), runtime.Version()+", "+runtime.GOOS+"/"+runtime.GOARCH)
	if host, err := os.Hostname(); err == nil && len(host) > 3 {
		require.NotContains(t, string(text), host)
	}

	topic.Rows[0].Cells[0].Library = "a.example/unknown"
	topic.Rows[1].Cells[0].Library = harness.Ours
	status, _, _ = command(t, topic, "asked", "-behaviour", "-write")
	require.Equal(t, 1, status)
	text, err = os.ReadFile("RESULTS.md")
	require.NoError(t, err)
	require.Contains(t, string(text), "| flag | - | crash |", "a row that we lose is written like any other")

	again := func() string {
		_, _, _ = command(t, topic, "asked", "-behaviour", "-write", "-word", "pear")
		text, err := os.ReadFile(filepath.Join(".", "RESULTS.md"))
		require.NoError(t, err)
		return string(text)
	}
	require.Equal(t, again(), again())
}

func TestCommandLine(t *testing.T) {
	var order []string
	naps := timed(&order, nil, harness.Ours)
	tests := []struct {
		name   string
		args   []string
		status int
		says   string
	}{
		{"no topic lists them", nil, 0, "  timed         naps\n"},
		{"help", []string{"-h"}, 0, "-behaviour"},
		{"a near topic", []string{"tmied"}, 2, `no topic "tmied": did you mean timed?`},
		{"a far topic", []string{"zzzzzzzzzzzz"}, 2, "there are timed"},
		{"two topics", []string{"timed", "other"}, 2, "one topic at a time"},
		{"unknown flag", []string{"timed", "-fast"}, 2, "-fast"},
		{"no rounds", []string{"timed", "-rounds", "0"}, 2, "-rounds 0: at least 1"},
		{"no promises", []string{"timed", "-behaviour"}, 0, "nothing of this kind to run"},
		{"only nothing", []string{"timed", "-only", "walk"}, 2, `timed has no jobs with "walk" in the name`},
		{"a part cannot be written", []string{"timed", "-only", "sleep", "-write"}, 2, "leave out -only"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			status, stdout, stderr := command(t, naps, tt.args...)
			require.Equal(t, tt.status, status)
			require.Contains(t, stdout+stderr, tt.says)
		})
	}
	require.Empty(t, order, "nothing ran")
}

func TestATopicWithANameTwiceIsRefused(t *testing.T) {
	var order []string
	naps := timed(&order, nil, harness.Ours, harness.Ours)
	status, _, stderr := command(t, naps, "timed")
	require.Equal(t, 2, status)
	require.Contains(t, stderr, "used twice")
}

func TestCheck(t *testing.T) {
	require.NoError(t, harness.Check([]harness.Topic{asked()}))
	require.ErrorContains(t, harness.Check([]harness.Topic{asked(), asked()}), "used twice")
	other := asked()
	other.Name = "other"
	require.Panics(t, func() { _ = harness.Check([]harness.Topic{asked(), other}) }, "one flag twice")
}
