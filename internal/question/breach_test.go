package question_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/internal/question"
)

// good is a question without a fault. Each breach changes one thing of it.
const good = `package memory_test

import (
	"fmt"
	"runtime"
)

// Two objects point at each other. What happens?
//
// Held, nothing is freed, however often you collect, since both are reachable.
// Dropped, both go at the next collection, because Go traces from its roots and
// counts no references; a cycle is nothing special.
//
// Follow-ups:
//   - When does it run? When the heap has grown.
//   - What of finalizers? They keep a cycle alive.
//
// Pitfalls:
//   - A cleanup has often not run when [runtime.GC] returns.
//
// Trade-offs:
//   - A collection costs time in proportion to what lives.
//
// From Python: reference counts free most objects at once.
//
// Level: junior. Tags: gc, cycles. Since: go1.24. See: [runtime.AddCleanup], memory/cleanup.
func Example_cycles() {
	runtime.GC()
	fmt.Println("freed")
	// Output: freed
}
`

const goodFile = "memory/example_cycles_test.go"

func TestGoodQuestionHasNoFault(t *testing.T) {
	fsys := fstest.MapFS{goodFile: {Data: []byte(good)}}
	questions, err := question.Parse(fsys)
	require.NoError(t, err)
	require.Len(t, questions, 1)
	q := questions[0]
	require.Empty(t, question.Check(fsys, &q, nil))
	require.Equal(t, "memory/cycles", q.ID)
	require.Equal(t, "Two objects point at each other. What happens?", q.Title)
	require.Equal(t, []question.FollowUp{
		{Question: "When does it run?", Answer: "When the heap has grown."},
		{Question: "What of finalizers?", Answer: "They keep a cycle alive."},
	}, q.FollowUps)
	require.Equal(t, []string{"A cleanup has often not run when runtime.GC returns."}, q.Pitfalls)
	require.Equal(t, []string{"gc", "cycles"}, q.Tags)
	require.Equal(t, "go1.24", q.Since)
	require.Equal(t, []string{"runtime.AddCleanup", "memory/cleanup"}, q.See)
	require.Equal(t, "freed", q.Output)
	require.Equal(t, "func Example_cycles() {\n\truntime.GC()\n\tfmt.Println(\"freed\")\n}\n", q.Code)
	program, err := question.Play(fsys, &q)
	require.NoError(t, err)
	require.Contains(t, program, "package main")
	require.Contains(t, program, "func main()")
}

func TestBreaches(t *testing.T) {
	answer := "// Held, nothing is freed, however often you collect, since both are reachable.\n// Dropped, both go at the next collection, because Go traces from its roots and\n// counts no references; a cycle is nothing special.\n"
	tests := []struct{ name, old, new, want string }{
		{"the answer is too short", answer, "// Nothing is freed.\n", "words in the short answer: 3, want 20 to 80"},
		{"the answer is too long", answer, answer + answer + answer + answer, "words in the short answer"},
		{"one follow-up", "//   - What of finalizers? They keep a cycle alive.\n", "", "follow-ups: 1, want 2 to 4"},
		{"a follow-up without an answer", "? They keep a cycle alive", "? Yes", "words in the answer to What of finalizers?"},
		{"a follow-up without a question", "What of finalizers? ", "", "a follow-up is QUESTION? ANSWER."},
		{"no pitfall", "// Pitfalls:\n//   - A cleanup has often not run when [runtime.GC] returns.\n//\n", "", "pitfalls: 0"},
		{"no trade-offs", "// Trade-offs:\n//   - A collection costs time in proportion to what lives.\n//\n", "", ""},
		{"no From Python", "// From Python: reference counts free most objects at once.\n//\n", "", "words under From Python: 0"},
		{"parts out of order", "// Follow-ups:\n", "// Pitfalls:\n//   - Later comes before. \n//\n// Follow-ups:\n", "out of order"},
		{"a heading", "// Follow-ups:\n", "// # Follow\n//\n// Follow-ups:\n", "headings"},
		{"a code block", "// Follow-ups:\n", "//\tcode\n//\n// Follow-ups:\n", "code blocks"},
		{"no last paragraph", "// Level: junior. Tags: gc, cycles. Since: go1.24. See: [runtime.AddCleanup], memory/cleanup.\n", "//\n", `must begin with "Level:"`},
		{"an unknown key", "Since: go1.24", "Until: go1.24", `unknown key "Until"`},
		{"a key twice", "Since: go1.24", "Tags: more", "Tags: stands twice"},
		{"a level that is none", "Level: junior", "Level: expert", `level "expert"`},
		{"another level than the list's", "Level: junior", "Level: mid", `the master list says "junior"`},
		{"no tags", " Tags: gc, cycles.", "", "tags: 0"},
		{"a tag in capitals", "Tags: gc", "Tags: GC", `tag "GC"`},
		{"a release that is none", "go1.24", "1.24", `since "1.24"`},
		{"a need that is none", "Since: go1.24.", "Needs: luck.", `needs "luck"`},
		{"a link to no question", "memory/cleanup", "memory/clean", `see "memory/clean"`},
		{"no full stop", "at once.\n", "at once\n", "without a full stop"},
		{"no Output", "\t// Output: freed\n", "", "it has no Output"},
		{"no program of its own", `fmt.Println("freed")`, `fmt.Println(helper())`, "cannot be run as a program of its own"},
		{"an address", `fmt.Println("freed")`, `fmt.Printf("%p", new(int))`, "prints with %p"},
		{"a type's name", `fmt.Println("freed")`, `fmt.Printf("%T", 1)`, "prints with %T"},
		{"an internal import", `"runtime"`, `"runtime"; _ "github.com/goconcepts/cookbook/internal/outcome"`, "which its readers cannot"},
		{"an import that go.mod lacks", `"runtime"`, `"runtime"; _ "example.com/other"`, "go.mod does not require"},
		{"unseeded random numbers", "\truntime.GC()\n", "\t_ = rand.IntN(3)\n", "rand.IntN is not seeded"},
		{"maphash", `"runtime"`, `"runtime"; _ "hash/maphash"`, "seeded math/rand/v2 PCG"},
		{"a server without the word", "\truntime.GC()\n", "\thttptest.NewServer(nil).Close()\n", `"Needs: network."`},
		{"a file without the word", "\truntime.GC()\n", "\tos.Remove(os.TempDir()); os.MkdirTemp(\"\", \"\")\n", `"Needs: files."`},
		{"a database without the word", `"runtime"`, `"runtime"; _ "modernc.org/sqlite"`, `"Needs: sqlite."`},
		{"a long wait", "\truntime.GC()\n", "\ttime.Sleep(20*time.Millisecond)\n", "it really sleeps for 20ms"},
		{"a build tag", "package memory_test\n", "//go:build linux\n\npackage memory_test\n", "a build tag"},
		{"another package", "package memory_test\n", "package memory\n", "package memory, want memory_test"},
		{"a test beside it", ")\n\n// Two", ")\n\nfunc TestMore() {}\n\n// Two", "TestMore stands in the question's file"},
		{"no Example", "func Example_cycles() {", "func Example_other() {", "no func Example_cycles"},
		{"no comment", good[strings.Index(good, "// Two"):strings.Index(good, "func Example")], "", "no doc comment"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			require.Contains(t, good, tt.old, "the breach changes nothing")
			src := strings.Replace(good, tt.old, tt.new, 1)
			if strings.Contains(tt.new, "rand.IntN") {
				src = strings.Replace(src, "import (\n", "import (\n\t\"math/rand/v2\"\n", 1)
			}
			got := problems(fstest.MapFS{goodFile: {Data: []byte(src)}})
			if tt.want == "" {
				require.Empty(t, got)
				return
			}
			require.Contains(t, got, tt.want)
		})
	}
}

func problems(fsys fstest.MapFS) string {
	questions, err := question.Parse(fsys)
	var all []string
	if err != nil {
		all = append(all, err.Error())
	}
	for _, q := range questions {
		all = append(all, question.Check(fsys, &q, nil)...)
	}
	return strings.Join(all, "\n")
}

func TestAQuestionOffTheListIsABreach(t *testing.T) {
	src := strings.ReplaceAll(good, "Example_cycles", "Example_unheard")
	require.Contains(t, problems(fstest.MapFS{"memory/example_unheard_test.go": {Data: []byte(src)}}), "it is not on the master list")
}

func TestAMissingTwinIsABreach(t *testing.T) {
	src := strings.ReplaceAll(good, "Example_cycles", "Example_append")
	fsys := fstest.MapFS{"memory/example_append_test.go": {Data: []byte(src)}}
	require.Contains(t, problems(fsys), "wants a wrong twin")
	fsys["memory/testdata/wrong/append/main.go"] = &fstest.MapFile{Data: []byte("package main\n")}
	require.Empty(t, problems(fsys))
}

func TestTradeOffsAreForMidAndSenior(t *testing.T) {
	src := strings.ReplaceAll(good, "Example_cycles", "Example_escape")
	src = strings.Replace(src, "Level: junior", "Level: mid", 1)
	src = strings.Replace(src, "// Trade-offs:\n//   - A collection costs time in proportion to what lives.\n//\n", "", 1)
	require.Contains(t, problems(fstest.MapFS{"memory/example_escape_test.go": {Data: []byte(src)}}), "trade-offs: 0")
}

func TestOutputForms(t *testing.T) {
	tests := []struct {
		name, comment, output string
		unordered             bool
	}{
		{"one line", "// Output: freed", "freed", false},
		{"lines", "// Output:\n\t// a\n\t//  b", "a\n b", false},
		{"unordered", "// Unordered output: b\n\t// a", "b\na", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			src := strings.Replace(good, "// Output: freed", tt.comment, 1)
			questions, err := question.Parse(fstest.MapFS{goodFile: {Data: []byte(src)}})
			require.NoError(t, err)
			require.Equal(t, tt.output, questions[0].Output)
			require.Equal(t, tt.unordered, questions[0].Unordered)
			require.NotContains(t, strings.ToLower(questions[0].Code), "output:")
		})
	}
}
