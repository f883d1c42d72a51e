package question_test

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/internal/question"
)

var two = []question.Question{
	{ID: "memory/cycles", Level: "junior", Title: "Held | dropped?", File: "memory/example_cycles_test.go"},
	{ID: "memory/append", Level: "junior", Title: "Why?", File: "memory/example_append_test.go", Twin: "memory/testdata/wrong/append/main.go"},
}

func TestReadmeIndex(t *testing.T) {
	text := []byte("a\n<!-- index: begin -->\nstale\n<!-- index: end -->\nz\n")
	got, err := question.ReadmeIndex(text, two)
	require.NoError(t, err)
	require.Contains(t, string(got), "2 questions, each proven by a program; for 1 of them")
	require.Contains(t, string(got), `| [memory/cycles](memory/example_cycles_test.go) | junior | Held \| dropped? |  |`)
	require.Contains(t, string(got), "[wrong twin](memory/testdata/wrong/append/main.go)")
	require.NotContains(t, string(got), "stale")
	require.Regexp(t, `(?s)^a\n.*\nz\n$`, string(got))
	again, err := question.ReadmeIndex(got, two)
	require.NoError(t, err)
	require.Equal(t, string(got), string(again))
	_, err = question.ReadmeIndex([]byte("no marks"), two)
	require.ErrorContains(t, err, "index: begin")
}

func TestDocIndex(t *testing.T) {
	text := "// Package memory is about memory.\npackage memory\n\nvar x int\n"
	want := "// Package memory is about memory.\n//\n// # Questions\n//\n// Each is an Example below: the question, the answer, and the code that proves it.\n" +
		"//   - cycles (junior): Held | dropped?\n//   - append (junior): Why?\npackage memory\n\nvar x int\n"
	got, err := question.DocIndex([]byte(text), "memory", two)
	require.NoError(t, err)
	require.Equal(t, want, string(got))
	got, err = question.DocIndex(got, "memory", two)
	require.NoError(t, err)
	require.Equal(t, want, string(got))
	got, err = question.DocIndex(got, "memory", nil)
	require.NoError(t, err)
	require.Equal(t, text, string(got))
}

func TestCheckSymbols(t *testing.T) {
	const doc = "// Package p is one.\npackage p\n"
	const example = "package p_test\n\nfunc ExampleF() {\n\tp.F(p.Config{})\n\t// Output: x\n}\n"
	tests := []struct {
		name, code, want string
	}{
		{"whole", "package p\n\n// F is f.\nfunc F(Config) {}\n\n// Config is its settings.\ntype Config struct{}\n", ""},
		{"no comment on a function", "package p\n\nfunc F(Config) {}\n\n// Config is c.\ntype Config struct{}\n", "p: F: no doc comment"},
		{"no comment on a type", "package p\n\n// F is f.\nfunc F(Config) {}\n\ntype Config struct{}\n", "p: Config: no doc comment"},
		{"no Example of a function", "package p\n\n// F is f.\nfunc F() {}\n\n// G is g.\nfunc G() {}\n", "p: G: no Example with Output"},
		{"no Example of a type", "package p\n\n// F is f.\nfunc F() {}\n\n// T is t.\ntype T int\n", "p: T: no Example with Output, and no Example names it"},
		{"no comment on a method", "package p\n\n// F is f.\nfunc F(Config) {}\n\n// Config is c.\ntype Config struct{}\n\nfunc (Config) M() {}\n", "p: Config.M: no doc comment"},
		{"no comment on a variable", "package p\n\n// F is f.\nfunc F() {}\n\nvar ErrX = 1\n", "p: ErrX: no doc comment"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			fsys := fstest.MapFS{
				"p/doc.go":            {Data: []byte(doc)},
				"p/p.go":              {Data: []byte(tt.code)},
				"p/p_example_test.go": {Data: []byte(example)},
			}
			got, err := question.CheckSymbols(fsys, "p")
			require.NoError(t, err)
			if tt.want == "" {
				require.Empty(t, got)
				return
			}
			require.Contains(t, got, tt.want)
		})
	}
}

func TestPackagesLeavesOutWhatIsNotPublic(t *testing.T) {
	code := &fstest.MapFile{Data: []byte("package p\n")}
	fsys := fstest.MapFS{
		"memory/doc.go": code, "memory/gc/doc.go": code, "memory/only_test.go": code,
		"internal/x/x.go": code, "cmd/y/y.go": code, "memory/testdata/wrong/z/main.go": code,
		"benchmarks/go.mod": code, "benchmarks/main.go": code, ".ci/tool.go": code,
	}
	got, err := question.Packages(fsys)
	require.NoError(t, err)
	require.Equal(t, []string{"memory", "memory/gc"}, got)
}
