package main

import (
	"bytes"
	"context"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/internal/question"
	"github.com/goconcepts/cookbook/internal/wrong"
)

// quizTree has one question whose output can be asked for, and its wrong twin.
func quizTree(t *testing.T) fstest.MapFS {
	tree := withQuestion(t, "\t// This comment tells: 2 and 3.\n\tfmt.Println(2)\n\tfmt.Println(\"  3  4\")", "Output:\n\t// 2\n\t//   3  4").(fstest.MapFS)
	tree["memory/testdata/wrong/two/main.go"] = &fstest.MapFile{Data: []byte(
		"// want: panic \"oh\"\n// It panics.\n\n//go:build go1.21\n\npackage main\n\nfunc main() { panic(\"oh\") }\n")}
	return tree
}

// quizOn runs the quiz with what is typed, and a config folder of its own.
func quizOn(t *testing.T, typed string, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	a := &app{ctx: t.Context(), source: quizTree(t), in: strings.NewReader(typed), out: newScreen(&out), name: "cookbook"}
	status = a.status(a.dispatch(append([]string{"quiz"}, args...)), &errs)
	return status, out.String(), errs.String()
}

// configured gives the test a config folder.
func configured(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"XDG_CONFIG_HOME", "HOME", "AppData"} {
		t.Setenv(name, dir)
	}
}

// answered returns what to type for the items in the order of the output.
func answered(t *testing.T, seed string, output, bug string) string {
	t.Helper()
	status, out, stderr := quizOn(t, "", "-seed", seed)
	require.Equal(t, statusOK, status, stderr)
	require.Contains(t, out, "0 of 0 right")
	if strings.Contains(out, "What does it print?") {
		return output + bug
	}
	return bug + output
}

func TestQuiz(t *testing.T) {
	configured(t)
	typed := answered(t, "1", "2\n3 4 \n", "panic\n")
	status, out, stderr := quizOn(t, typed, "-seed", "1")
	require.Equal(t, statusOK, status, stderr)
	require.Contains(t, out, "2 of 2 right")
	require.Contains(t, out, "Type :hint, :skip or :quit in place of an answer.")
	require.Contains(t, out, "It panics. It panics: \"oh\"")
	require.Contains(t, out, "It is two, and always was.")
	require.NotContains(t, out, "tells", "comments are left out")
	require.NotContains(t, out, "want:")
	require.Contains(t, out, "//go:build go1.21")
	require.NotContains(t, out, "\x1b")

	typed = answered(t, "2", ":hint\n2\n4\n", "1\n")
	_, out, _ = quizOn(t, typed, "-seed", "2")
	require.Contains(t, out, "0 of 2 right")
	require.Contains(t, out, "Hint: To count on.")
	require.Contains(t, out, "      2\n    - 3 4\n    + 4\n")

	_, out, _ = quizOn(t, "", "stats")
	require.Regexp(t, `memory +2 +2 +2 +2\n`, out)

	_, out, _ = quizOn(t, "no\n", "reset")
	require.Contains(t, out, "nothing is changed")
	_, out, _ = quizOn(t, "", "reset")
	require.Contains(t, out, "nothing is changed")
	_, out, _ = quizOn(t, "yes\n", "reset")
	require.Contains(t, out, "all is forgotten")
	_, out, _ = quizOn(t, "", "reset")
	require.Contains(t, out, "nothing is kept")
}

func TestQuizSkipsAndQuits(t *testing.T) {
	configured(t)
	_, out, _ := quizOn(t, ":skip\n:quit\n")
	require.Contains(t, out, "0 of 1 right")
	_, out, _ = quizOn(t, answered(t, "3", ":skip\n", "what?\n:skip\n"), "-seed", "3")
	require.Contains(t, out, "Type a number from 1 to 8")
	require.Contains(t, out, "0 of 2 right")
	for _, args := range []string{"-n 0", "-level boss", "reste", "-topic memry"} {
		status, _, stderr := quizOn(t, "", strings.Fields(args)...)
		require.Equal(t, statusUsage, status)
		require.Equal(t, 1, strings.Count(stderr, "\n"))
	}
	_, out, _ = quizOn(t, "", "-topic", "caching")
	require.Contains(t, out, "nothing to ask")
}

// Ctrl-C ends the quiz although nobody types.
func TestQuizInterrupted(t *testing.T) {
	configured(t)
	ctx, cancel := context.WithCancel(t.Context())
	r, w := io.Pipe()
	var out, errs bytes.Buffer
	a := &app{ctx: ctx, source: quizTree(t), in: r, out: newScreen(&out), name: "cookbook"}
	cancel()
	require.Equal(t, statusInterrupted, a.status(a.dispatch([]string{"quiz"}), &errs))
	require.NoError(t, w.Close())
}

func TestProgressFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "new", "quiz.json")
	p, err := loadProgress(file)
	require.NoError(t, err)
	p.note("bug memory/two", true)
	p.note("bug memory/two", false)
	require.NoError(t, p.save(file))
	again, err := loadProgress(file)
	require.NoError(t, err)
	require.Equal(t, p, again)
	require.Equal(t, answers{Seen: 2, Right: 1, Wrong: 1}, again.Items["bug memory/two"])
	entries, err := os.ReadDir(filepath.Dir(file))
	require.NoError(t, err)
	require.Len(t, entries, 1, "no temporary file is left")

	require.NoError(t, os.WriteFile(file, []byte(`{"version":2}`), 0o600))
	_, err = loadProgress(file)
	require.ErrorContains(t, err, "has version 2")
	require.NoError(t, os.WriteFile(file, []byte(`{"vers`), 0o600))
	_, err = loadProgress(file)
	require.ErrorContains(t, err, "quiz reset")
	require.Error(t, p.save(filepath.Join(file, "below", "quiz.json")))
}

func TestChoose(t *testing.T) {
	var items []quizItem
	for _, id := range []string{"a/right", "a/wrong", "a/new", "b/new"} {
		items = append(items, quizItem{question: &question.Question{ID: id}})
	}
	p := &progress{Items: map[string]answers{"output a/right": {Seen: 1, Last: true}, "output a/wrong": {Seen: 1}}}
	first := choose(items, p, 9, rand.New(rand.NewPCG(1, 0)))
	require.Len(t, first, 4)
	require.Equal(t, "a/wrong", first[2].question.ID)
	require.Equal(t, "a/right", first[3].question.ID)
	require.Equal(t, first, choose(items, p, 9, rand.New(rand.NewPCG(1, 0))), "the same seed, the same choice")
	require.Len(t, choose(items, p, 2, rand.New(rand.NewPCG(1, 0))), 2)
}

// Only what follows from the code is asked for: nothing of this module or of
// the machine, at most eight lines, no empty one.
func TestFollows(t *testing.T) {
	items := 0
	a := &app{source: quizTree(t)}
	require.True(t, follows(a.source, &question.Question{File: "memory/example_two_test.go", Output: "2\n3"}))
	for name, q := range map[string]question.Question{
		"unordered":  {Output: "1", Unordered: true},
		"needs":      {Output: "1", Needs: []string{"files"}},
		"long":       {Output: strings.Repeat("1\n", 8) + "1"},
		"empty line": {Output: "1\n\n1"},
		"long code":  {Output: "1", Code: strings.Repeat("\n", 61)},
		"no output":  {},
	} {
		q.File = "memory/example_two_test.go"
		require.False(t, follows(a.source, &q), name)
	}
	for _, name := range []string{"runtime", "time", "math/rand/v2", "os", "github.com/goconcepts/cookbook/memory"} {
		tree := quizTree(t)
		file := tree["memory/example_two_test.go"]
		file.Data = bytes.Replace(file.Data, []byte(`import "fmt"`), []byte("import (\n\t\"fmt\"\n\t_ \""+name+"\"\n)"), 1)
		require.False(t, follows(tree, &question.Question{File: "memory/example_two_test.go", Output: "2\n3"}), name)
	}
	b := &app{source: sourceOf(t)}
	all, err := b.quizItems(questions(t))
	require.NoError(t, err)
	for _, item := range all {
		if item.twin == nil {
			items++
		}
	}
	require.GreaterOrEqual(t, items, 10)
}

// Every kind of failure can be answered.
func TestFaults(t *testing.T) {
	for _, kind := range []wrong.Kind{wrong.Race, wrong.Deadlock, wrong.Compile, wrong.Panic, wrong.Fatal, wrong.Vet, wrong.Leak, wrong.Output} {
		got, ok := faultOf(" " + strings.ToUpper(string(kind)) + "\n")
		require.True(t, ok)
		require.Equal(t, kind, got)
		require.NotEmpty(t, mustFail(wrong.Want{Kind: kind}))
	}
	_, ok := faultOf("9")
	require.False(t, ok)
}

func TestWithoutComments(t *testing.T) {
	const code = "// a\n\n//go:build x\n\nfunc f() { // b\n\t// c\n\n\tg(\"// d\" /* e */) // f\n}\n"
	require.Equal(t, "//go:build x\n\nfunc f() {\n\n\tg(\"// d\" )\n}\n", withoutComments(code))
}
