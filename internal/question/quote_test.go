package question_test

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/internal/question"
)

func TestReadmeQuotes(t *testing.T) {
	const whole = "package p_test\n\nimport \"fmt\"\n\nfunc Example() {\n\tfmt.Println(1)\n\t// Output: 1\n}\n"
	const part = "package p_test\n\nimport \"fmt\"\n\n// quote: begin\n\nfunc say() { fmt.Println(2) }\n\n// quote: end\n\nfunc ExampleSay() {\n\tsay()\n\t// Output: 2\n}\n"
	fsys := fstest.MapFS{
		"whole_test.go":   {Data: []byte(whole)},
		"p/part_test.go":  {Data: []byte(part)},
		"p/open_test.go":  {Data: []byte("package p\n// quote: begin\n")},
		"p/plain_test.go": {Data: []byte("package p\n")},
	}
	readme := func(name, text string) string {
		return "a\n<!-- quote " + name + ": begin -->\n" + text + "<!-- quote: end -->\nz\n"
	}
	tests := []struct{ name, want, err string }{
		{"whole_test.go", "```go\npackage main\n\nimport (\n\t\"fmt\"\n)\n\nfunc main() {\n\tfmt.Println(1)\n}\n```\n", ""},
		{"p/part_test.go", "```go\nfunc say() { fmt.Println(2) }\n```\n```\n2\n```\n", ""},
		{"p/open_test.go", "", `p/open_test.go: want a line "// quote: end"`},
		{"p/plain_test.go", "", "p/plain_test.go: its Example cannot be run"},
		{"p/none_test.go", "", "p/none_test.go"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := question.ReadmeQuotes([]byte(readme(tt.name, "stale\n")), fsys)
			if tt.err != "" {
				require.ErrorContains(t, err, tt.err)
				return
			}
			require.NoError(t, err)
			require.Equal(t, readme(tt.name, tt.want), string(got))
			again, err := question.ReadmeQuotes(got, fsys)
			require.NoError(t, err)
			require.Equal(t, string(got), string(again))
		})
	}
	both, err := question.ReadmeQuotes([]byte(readme("whole_test.go", "")+readme("p/part_test.go", "")), fsys)
	require.NoError(t, err)
	require.Equal(t, readme("whole_test.go", tests[0].want)+readme("p/part_test.go", tests[1].want), string(both))
}
