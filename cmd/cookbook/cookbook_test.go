package main

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/goconcepts/cookbook"
	"github.com/goconcepts/cookbook/internal/question"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// call runs the companion as a user would, into pipes.
func call(args ...string) (status int, stdout, stderr string) {
	var out, errs bytes.Buffer
	status = run(args, strings.NewReader(""), &out, &errs)
	return status, out.String(), errs.String()
}

// succeed runs the companion and wants status 0 and nothing on stderr.
func succeed(t *testing.T, args ...string) string {
	t.Helper()
	status, stdout, stderr := call(args...)
	require.Equal(t, statusOK, status, stderr)
	require.Empty(t, stderr)
	return stdout
}

// on runs a command on another tree of questions, into the screen given.
func on(t *testing.T, source fs.FS, s *screen, args ...string) (status int, stderr string) {
	t.Helper()
	var errs bytes.Buffer
	a := &app{ctx: t.Context(), source: source, in: strings.NewReader(""), out: s, name: "cookbook"}
	status = a.status(a.dispatch(args), &errs)
	return status, errs.String()
}

func sourceOf(t *testing.T) fs.FS {
	t.Helper()
	return cookbook.Source()
}

func questions(t *testing.T) []question.Question {
	all, err := question.Parse(cookbook.Source())
	require.NoError(t, err)
	return all
}

func TestIndexFitsTheSmallestTerminal(t *testing.T) {
	out := succeed(t)
	lines := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
	require.LessOrEqual(t, len(lines), 25)
	for _, line := range lines {
		require.LessOrEqual(t, len(line), 80, line)
	}
	require.Contains(t, lines[0], headline)
	all := questions(t)
	require.Regexp(t, `\b`+itoa(len(all))+` answers$`, lines[0])
	for _, id := range starts {
		require.Contains(t, out, id)
	}
	for _, topic := range question.Topics() {
		require.NotEmpty(t, about[topic])
		require.Contains(t, out, about[topic])
	}
}

func TestList(t *testing.T) {
	all := questions(t)
	require.Len(t, strings.Split(strings.TrimSpace(succeed(t, "list")), "\n"), len(all))
	for _, c := range []struct {
		args []string
		want func(q question.Question) bool
	}{
		{[]string{"-topic", "memory"}, func(q question.Question) bool { return q.Topic() == "memory" }},
		{[]string{"memory", "-level=junior"}, func(q question.Question) bool { return q.Topic() == "memory" && q.Level == "junior" }},
		{[]string{"patterns/resource"}, func(q question.Question) bool { return q.Package() == "patterns/resource" }},
		{[]string{"-level", "mid,senior"}, func(q question.Question) bool { return q.Level != "junior" }},
		{[]string{"-tag", "GIL"}, func(q question.Question) bool { return strings.Contains(","+strings.Join(q.Tags, ",")+",", ",gil,") }},
		{[]string{"-text", "sync.pool"}, func(q question.Question) bool { return strings.Contains(strings.ToLower(fullText(&q)), "sync.pool") }},
		{[]string{"-since", "1.24"}, func(q question.Question) bool {
			return q.Since == "go1.24" || q.Since == "go1.25" || q.Since == "go1.26"
		}},
	} {
		t.Run(strings.Join(c.args, " "), func(t *testing.T) {
			out := succeed(t, append([]string{"list"}, c.args...)...)
			n := 0
			for _, q := range all {
				listed := strings.Contains("\n"+out, "\n"+q.ID+" ")
				require.Equal(t, c.want(q), listed, q.ID)
				if listed {
					n++
				}
			}
			require.Positive(t, n)
		})
	}
	require.Equal(t, "no question is like that\n", succeed(t, "list", "-text", "zzzzzz"))
}

func TestShow(t *testing.T) {
	title := "Two objects point at each other. What happens?"
	hidden := []string{"Both are reachable", "AddCleanup", "Output"}
	out := succeed(t, "show", "memory/cycles")
	require.Contains(t, out, title)
	for _, text := range hidden {
		require.NotContains(t, out, text)
	}
	before, after := succeed(t, "show", "-a", "memory/cycles"), succeed(t, "show", "memory/cycles", "-a")
	require.Equal(t, before, after)
	require.Less(t, strings.Index(before, title), strings.Index(before, "Follow-ups"))
	for _, text := range []string{"Pitfalls", "From Python", "func Example_cycles() {", "Prints", "memory/example_cycles_test.go"} {
		require.Contains(t, before, text)
	}
	require.NotContains(t, before, "// Output", "the code stands without its comments' labels")
	require.NotContains(t, before, "// Follow-ups")
	require.NotContains(t, before, "\x1b")
	require.Contains(t, succeed(t, "show", "-a", "concurrency/race"), "The race detector reports it.")
}

func TestEveryQuestionCanBeShown(t *testing.T) {
	var b bytes.Buffer
	a := &app{source: sourceOf(t), out: newScreen(&b), name: "cookbook"}
	for _, q := range questions(t) {
		b.Reset()
		require.NoError(t, a.answer(&q))
		require.Contains(t, b.String(), q.File)
		for line := range strings.Lines(b.String()) {
			if !strings.HasPrefix(line, "    ") { // code and output stay as they are
				require.LessOrEqual(t, len([]rune(strings.TrimSuffix(line, "\n"))), 110, q.ID)
			}
		}
	}
}

func TestSearch(t *testing.T) {
	out := succeed(t, "search", "gorotine", "race") // a typing error and a whole word
	require.Contains(t, out, "concurrency/race  senior  No GIL: what is no longer safe?\n")
	out = succeed(t, "search", "AddCleanup", "-n", "1")
	require.Regexp(t, `^\S+  (junior|mid|senior)  .*\n    .+: .*AddCleanup.*\n$`, out)
	require.Equal(t, "nothing is found for \"zzzzzz\"\n", succeed(t, "search", "zzzzzz"))
}

func TestJSON(t *testing.T) {
	var got struct {
		Version   int
		Questions []map[string]any
	}
	require.NoError(t, json.Unmarshal([]byte(succeed(t, "list", "-json", "-topic", "memory")), &got))
	require.Equal(t, 1, got.Version)
	require.Equal(t, "memory/pool", got.Questions[0]["id"])
	require.NoError(t, json.Unmarshal([]byte(succeed(t, "show", "concurrency/race", "-json")), &got))
	require.Len(t, got.Questions, 1)
	for _, key := range []string{"id", "level", "question", "answer", "followUps", "pitfalls", "tradeOffs", "fromPython", "tags", "file", "wrong", "code", "output"} {
		require.NotEmpty(t, got.Questions[0][key], key)
	}
}

func TestWrongUse(t *testing.T) {
	for _, c := range []struct {
		args string
		want string
	}{
		{"shw memory/cycles", `there is no command "shw"; do you mean show?`},
		{"show memory/cylces", `there is no question "memory/cylces"; do you mean memory/cycles`},
		{"show cycles", "do you mean memory/cycles"},
		{"show", "show wants the id of one question"},
		{"show a b", "show wants the id of one question"},
		{"show -- memory/cycles -a", "show wants the id of one question"},
		{"show -x memory/cycles", "show: flag provided but not defined: -x"},
		{"run nothing/at/all/like/that", `there is no question "nothing/at/all/like/that"; list prints them all`},
		{"verify memmory", "do you mean memory?"},
		{"list -level boss", `there is no level "boss": the levels are junior, mid, senior`},
		{"list -topic memry", "do you mean memory?"},
		{"list nothing", `there is no topic "nothing"; there are memory, concurrency,`},
		{"xyzzy", `there is no command "xyzzy"; there are `},
		{"list -since never", "-since wants a Go version"},
		{"search", "search wants one word"},
		{"search x -n 0", "search wants one word"},
		{"help lst", "do you mean list?"},
		{"help a b", "help wants one command"},
	} {
		t.Run(c.args, func(t *testing.T) {
			status, stdout, stderr := call(strings.Fields(c.args)...)
			require.Equal(t, statusUsage, status)
			require.Empty(t, stdout)
			require.Contains(t, stderr, c.want)
			require.True(t, strings.HasPrefix(stderr, "cookbook: "))
			require.Equal(t, 1, strings.Count(stderr, "\n"), "one line")
		})
	}
}

func TestHelp(t *testing.T) {
	all := succeed(t, "help")
	require.Equal(t, all, succeed(t, "-h"))
	for _, c := range commands() {
		require.Contains(t, all, c.short)
		one := succeed(t, "help", c.name)
		require.Contains(t, one, "For example:")
		for _, e := range c.examples {
			require.Equal(t, c.name, strings.Fields(e)[0])
			require.Contains(t, one, e)
		}
		require.Equal(t, one, succeed(t, c.name, "-h"))
	}
	require.Regexp(t, `^cookbook \S+ go1\.\d+\S* \w+/\w+\n$`, succeed(t, "version"))
}

func TestTerminal(t *testing.T) {
	var b bytes.Buffer
	s := &screen{w: &b, width: 70, terminal: true, colour: true}
	status, _ := on(t, cookbook.Source(), s, "list")
	require.Equal(t, statusOK, status)
	require.Equal(t, len(questions(t)), strings.Count(b.String(), "\x1b[1m"))
	requireFits(t, s, b.String())
	words := strings.Fields(style.ReplaceAllString(b.String(), ""))
	for _, q := range questions(t) {
		for word := range strings.FieldsSeq(q.Title) {
			require.Contains(t, words, word, "a question is told in full")
		}
	}
	b.Reset()
	on(t, cookbook.Source(), s, "search", "weak", "pointer")
	require.Contains(t, b.String(), "\x1b[1;33mpointer\x1b[0m")
	requireFits(t, s, b.String())
	b.Reset()
	s.colour = false // NO_COLOR
	on(t, cookbook.Source(), s, "show", "-a", "memory/cycles")
	require.NotContains(t, b.String(), "\x1b")
}

// requireFits wants no line wider than the screen.
func requireFits(t *testing.T, s *screen, text string) {
	t.Helper()
	for line := range strings.Lines(text) {
		require.LessOrEqual(t, letters(strings.TrimSuffix(line, "\n")), s.width, line)
	}
}

// TestCommandsFit80Columns is about what the companion says of itself; what a
// program looks like and prints is as wide as it is.
func TestCommandsFit80Columns(t *testing.T) {
	configured(t)
	var b bytes.Buffer
	s := &screen{w: &b, width: 80, terminal: true}
	commandLines := [][]string{nil, {"help"}, {"list"}, {"search", "goroutine"}, {"quiz", "stats"}}
	for _, c := range commands() {
		commandLines = append(commandLines, []string{"help", c.name})
	}
	for _, args := range commandLines {
		b.Reset()
		a := &app{ctx: t.Context(), source: cookbook.Source(), in: strings.NewReader(""), out: s, name: "go run ./cmd/cookbook"}
		require.NoError(t, a.dispatch(args))
		require.NotEmpty(t, b.String())
		requireFits(t, s, b.String())
	}
}

func TestWantsColour(t *testing.T) {
	for _, c := range []struct {
		noColor, term string
		want          bool
	}{{"", "xterm", true}, {"1", "xterm", false}, {"0", "xterm", false}, {"", "dumb", false}} {
		t.Setenv("NO_COLOR", c.noColor)
		t.Setenv("TERM", c.term)
		require.Equal(t, c.want, wantsColour(), c)
	}
}

// withQuestion returns the module's tree with one question in place of all.
func withQuestion(t *testing.T, body, output string) fs.FS {
	tree := fstest.MapFS{
		"memory/example_two_test.go": &fstest.MapFile{Data: []byte(`package memory_test

import "fmt"

// What is one and one?
//
// It is two, and always was.
//
// Follow-ups:
//   - And two and two? Four.
//
// Pitfalls:
//   - To count on.
//
// From Python: the same.
//
// Level: junior. Tags: sums.
func Example_two() {
` + body + `
	// ` + output + `
}
`)},
	}
	return tree
}

func TestVerifyTellsWhatDiffers(t *testing.T) {
	for _, c := range []struct {
		name, body, output string
		status             int
		want               []string
	}{
		{"same", "\tfmt.Println(2)", "Output: 2", statusOK, []string{"ok    memory/two", "1 of 1 proven"}},
		{
			"other", "\tfmt.Println(\"a\\nb\\nc\")", "Output:\n\t// a\n\t// x\n\t// c", statusProof,
			[]string{"FAIL  memory/two prints something else", "      - x\n      + b\n        c\n", "0 of 1 proven"},
		},
		{"unordered", "\tfmt.Println(\"b\\na\")", "Unordered output:\n\t// a\n\t// b", statusOK, []string{"1 of 1 proven"}},
		{"ordered", "\tfmt.Println(\"b\\na\")", "Output:\n\t// a\n\t// b", statusProof, []string{"prints something else"}},
		{"panic", "\tfmt.Println(2)\n\tpanic(\"oh\")", "Output: 2", statusProof, []string{"ended with status 2", "panic: oh"}},
		{"no compile", "\tfmt.Println(two)", "Output: 2", statusProof, []string{"FAIL  memory/two"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var b bytes.Buffer
			status, stderr := on(t, withQuestion(t, c.body, c.output), newScreen(&b), "verify")
			require.Equal(t, c.status, status, stderr)
			for _, want := range c.want {
				require.Contains(t, b.String(), want)
			}
		})
	}
}

// The playground's clock begins in 2009, and an hour of sleep takes no time.
func TestVerifyFakeTime(t *testing.T) {
	body := "\tbegin := time.Now()\n\ttime.Sleep(time.Hour)\n\tfmt.Println(begin.UTC().Year(), time.Since(begin))"
	tree := withQuestion(t, body, "Output: 2009 1h0m0s").(fstest.MapFS)
	file := tree["memory/example_two_test.go"]
	file.Data = bytes.Replace(file.Data, []byte(`import "fmt"`), []byte("import (\n\t\"fmt\"\n\t\"time\"\n)"), 1)
	var b bytes.Buffer
	status, stderr := on(t, tree, newScreen(&b), "verify", "-faketime")
	if strings.Contains(stderr, "Windows") {
		require.Equal(t, statusUsage, status)
		return
	}
	require.Equal(t, statusOK, status, b.String()+stderr)
	require.Contains(t, b.String(), "1 of 1 proven on the playground's clock")
}

func TestVerifyDrawsABarOnATerminal(t *testing.T) {
	var b bytes.Buffer
	s := &screen{w: &b, width: 80, terminal: true}
	status, stderr := on(t, withQuestion(t, "\tfmt.Println(2)", "Output: 2"), s, "verify")
	require.Equal(t, statusOK, status, stderr)
	require.Contains(t, b.String(), "\r[--------------------------------------------------] 0 of 1")
	require.Contains(t, b.String(), "\r[##################################################] 1 of 1")
	require.NotContains(t, b.String(), "ok    memory/two")
}

func TestRunShowsBoth(t *testing.T) {
	out := succeed(t, "run", "concurrency/race")
	require.Contains(t, out, "wrong: ")
	if os.Getenv("COOKBOOK_STRICT") == "1" || !strings.Contains(out, "not run: it takes a C compiler") {
		require.Regexp(t, `DATA RACE  main\.go:\d+   \(as the answer says\)`, out)
	}
	require.Regexp(t, `right: mutex 8000, atomic 8000 +ok\n$`, out)

	tree := withQuestion(t, "\tfmt.Println(2)\n\tfmt.Println(3)", "Output:\n\t// 2\n\t// 3").(fstest.MapFS)
	tree["memory/testdata/wrong/two/main.go"] = &fstest.MapFile{Data: []byte("// want: panic \"oh\"\n// It panics.\npackage main\n\nfunc main() { panic(\"oh\") }\n")}
	var b bytes.Buffer
	status, stderr := on(t, tree, newScreen(&b), "run", "memory/two")
	require.Equal(t, statusOK, status, stderr)
	require.Equal(t, "wrong: It panics   panic: oh  main.go:5   (as the answer says)\nright: 2\n       3\n       ok, as the answer says\n", b.String())

	tree["memory/testdata/wrong/two/main.go"] = &fstest.MapFile{Data: []byte("// want: panic \"oh\"\n// It panics.\npackage main\n\nfunc main() {}\n")}
	b.Reset()
	status, _ = on(t, tree, newScreen(&b), "run", "memory/two")
	require.Equal(t, statusProof, status)
	require.Contains(t, b.String(), "not as the answer says: did not fail")
}

func TestCalledAs(t *testing.T) {
	t.Setenv("GOCACHE", "/caches/mine")
	require.Equal(t, "go run ./cmd/cookbook", calledAs("/tmp/go-build123/b001/exe/cookbook"))
	require.Equal(t, "go run ./cmd/cookbook", calledAs("/caches/mine/ab/abc-d/cookbook"))
	require.Equal(t, "cookbook", calledAs("cookbook"))
	require.Equal(t, "cookbook", calledAs("/home/somebody/go/bin/cookbook"))
}

func TestUnlinked(t *testing.T) {
	require.Equal(t, "Use memory.Cast (or Cast), not x[0] or [first, *rest].", unlinked("Use [memory.Cast] (or [Cast]), not x[0] or [first, *rest]."))
}

func TestNearest(t *testing.T) {
	known := []string{"memory/cycles", "memory/cleanup", "caching/lru", "matching/order"}
	require.Equal(t, []string{"memory/cycles"}, nearest("memory/cyclse", known, 1))
	require.Equal(t, []string{"caching/lru"}, nearest("lru", known, 3))
	require.Equal(t, []string{"matching/order"}, nearest("maching/order", known, 3))
	require.Empty(t, nearest("xyzzy", known, 3))
	require.Equal(t, 1, distance("abcd", "abdc"))
	require.Equal(t, 3, distance("", "abc"))
}

func TestDiffLines(t *testing.T) {
	require.Equal(t, []string{"  a", "- b", "  c", "+ d"}, diffLines([]string{"a", "c", "d"}, []string{"a", "b", "c"}))
	require.Equal(t, []string{"- a"}, diffLines(nil, []string{"a"}))
}

func TestHighlightLosesNothing(t *testing.T) {
	for _, q := range questions(t) {
		var b strings.Builder
		classes := map[class]bool{}
		for _, s := range highlight(q.Code) {
			b.WriteString(s.text)
			classes[s.class] = true
		}
		require.Equal(t, q.Code, b.String())
		require.True(t, classes[keyword], q.ID)
	}
}

func itoa(n int) string { b, _ := json.Marshal(n); return string(b) }

func TestCapital(t *testing.T) {
	for text, want := range map[string]string{
		"the map costs memory":      "The map costs memory",
		"lru_cache keeps it":        "lru_cache keeps it",
		"Write it":                  "Write it",
		"httptest.Server opens one": "httptest.Server opens one",
		"":                          "",
	} {
		require.Equal(t, want, capital(text))
	}
}
