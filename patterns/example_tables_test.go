package patterns_test

import (
	"fmt"
	"strings"
)

// slug makes a title fit for a URL.
func slug(title string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(title), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	}), "-")
}

var slugTests = []struct{ name, in, want string }{
	{"plain", "Go Concepts", "go-concepts"},
	{"runs of space", "a   b", "a-b"},
	{"edges", " -a- ", "a"},
	{"empty", "", ""},
}

// Table tests, subtests, parallel: what is the form?
//
// A slice of named cases and one loop that runs each with t.Run, so that a failure
// names its case and go test -run 'TestSlug/edges' repeats it alone. The cases are data:
// a new bug is a new line. t.Parallel in a subtest lets it run beside its siblings,
// once the function that started them has returned.
//
// Follow-ups:
//   - Must the loop variable be copied for t.Parallel? Not since Go 1.22: each iteration has its own.
//   - Where does long expected output live? In testdata as a golden file, compared byte by byte and rewritten under a flag that a person reviews.
//   - How do parallel subtests share a resource? Start it before the loop and close it with t.Cleanup, which waits for them; a plain defer would close it before they run.
//
// Pitfalls:
//   - t.Fatal in a goroutine other than the test's ends that goroutine only.
//   - A table with a flag for every special case is several tests in one: split it.
//
// From Python: In pytest, mark.parametrize with ids is this table, fixtures are helper functions with t.Helper and t.Cleanup. Nothing is
// patched or discovered by name of argument: what a test needs it calls.
//
// Level: junior. Tags: testing, subtests. Since: go1.22. See: [testing.T.Run], patterns/fuzz, patterns/doubles/script.
func Example_tables() {
	wrong := func(title string) string { return strings.ReplaceAll(strings.ToLower(title), " ", "-") }
	for _, f := range []struct {
		name string
		slug func(string) string
	}{{"slug", slug}, {"wrong", wrong}} {
		var failed []string
		var later []func() // as t.Parallel does: they run once the loop has ended
		for _, tt := range slugTests {
			later = append(later, func() {
				if f.slug(tt.in) != tt.want {
					failed = append(failed, "Test/"+strings.ReplaceAll(tt.name, " ", "_"))
				}
			})
		}
		for _, run := range later {
			run()
		}
		fmt.Println(f.name, "fails:", failed)
	}

	golden := "go-concepts\na-b\na\n\n" // what testdata/slugs.golden would hold
	var got strings.Builder
	for _, tt := range slugTests {
		fmt.Fprintln(&got, slug(tt.in))
	}
	fmt.Println("as the golden file:", got.String() == golden)
	// Output:
	// slug fails: []
	// wrong fails: [Test/runs_of_space Test/edges]
	// as the golden file: true
}
