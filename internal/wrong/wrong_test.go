package wrong_test

import (
	"errors"
	"os"
	"path"
	"path/filepath"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/goconcepts/cookbook/internal/program"
	"github.com/goconcepts/cookbook/internal/wrong"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func space(t *testing.T) *program.Space {
	root, ok := program.Checkout(".")
	require.True(t, ok)
	s, err := program.New(program.Config{Checkout: root})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

// noCompiler says so and skips, or fails where a compiler is required.
func noCompiler(t *testing.T, err error) {
	t.Helper()
	if !errors.Is(err, program.ErrNoCompiler) {
		return
	}
	if os.Getenv("COOKBOOK_STRICT") == "1" {
		t.Fatal(err)
	}
	t.Skip(err)
}

// Every wrong program of the module fails in just the way that it says.
func TestTwins(t *testing.T) {
	root, ok := program.Checkout(".")
	require.True(t, ok)
	twins, err := wrong.Find(os.DirFS(root))
	require.NoError(t, err)
	results, err := wrong.Prove(t.Context(), space(t), twins, wrong.Limit)
	require.NoError(t, err)
	for i, twin := range twins {
		t.Run(twin.ID, func(t *testing.T) {
			noCompiler(t, results[i].Err)
			require.NoError(t, results[i].Err, "%s: %s", twin.Path, results[i].Evidence)
			t.Log(results[i].Evidence)
		})
	}
}

// checks reads the small programs that prove the runner itself.
func checks(t *testing.T, variant string) []wrong.Twin {
	names, err := filepath.Glob(filepath.Join("testdata", "checks", "*", variant, "main.go"))
	require.NoError(t, err)
	var twins []wrong.Twin
	for _, name := range names {
		source, err := os.ReadFile(name)
		require.NoError(t, err)
		kind := filepath.Base(filepath.Dir(filepath.Dir(name)))
		twin, err := wrong.Parse(path.Join(kind, "testdata/wrong", variant, "main.go"), source)
		require.NoError(t, err)
		require.Equal(t, kind, string(twin.Want.Kind))
		twins = append(twins, twin)
	}
	return twins
}

func TestProve(t *testing.T) {
	evidence := map[string]string{
		"race/wrong":     "DATA RACE main.go:13",
		"deadlock/wrong": "fatal error: all goroutines are asleep - deadlock! main.go:7",
		"compile/wrong":  "compile: cannot use \"1\" (untyped string constant) as int value in variable declaration main.go:6",
		"panic/wrong":    "panic: send on closed channel main.go:8",
		"fatal/wrong":    "fatal error: sync: unlock of unlocked mutex main.go:9",
		"vet/wrong":      "vet: fmt.Printf format %d has arg \"one\" of wrong type string main.go:7",
		"leak/wrong":     "goroutine left in chan send main.go:7",
		"output/wrong":   `prints "3 3 3\n"`,
	}
	other := map[string]string{
		"race/other":     "want race, saw panic: no race main.go:5",
		"deadlock/other": "want deadlock, saw compile: undefined: c main.go:5",
		"compile/other":  `want compile "cannot use", saw compile: declared and not used: n main.go:6`,
		"panic/other":    `want panic "send on closed channel", saw panic: close of closed channel main.go:5`,
		"fatal/other":    `want fatal "unlock of unlocked mutex", saw panic: unlock of unlocked mutex main.go:5`,
		"vet/other":      `want vet "wrong type", saw vet: fmt.Printf format %s reads arg #2, but call has 1 arg main.go:7`,
		"leak/other":     "want leak, saw exit status 3",
		"output/other":   `want output "3 3 3\n", saw exit status 1`,
	}
	variants := map[string]func(t *testing.T, twin wrong.Twin, r wrong.Result){
		"wrong": func(t *testing.T, twin wrong.Twin, r wrong.Result) {
			require.NoError(t, r.Err)
			require.Equal(t, evidence[twin.ID], r.Evidence.String())
		},
		"mended": func(t *testing.T, _ wrong.Twin, r wrong.Result) {
			require.ErrorIs(t, r.Err, wrong.ErrDidNotFail)
			require.EqualError(t, r.Err, "did not fail")
		},
		"other": func(t *testing.T, twin wrong.Twin, r wrong.Result) {
			_, ok := errors.AsType[*wrong.OtherError](r.Err)
			require.True(t, ok, "%v", r.Err)
			require.EqualError(t, r.Err, "failed in another way: "+other[twin.ID])
		},
	}
	var twins []wrong.Twin
	for variant := range variants {
		some := checks(t, variant)
		require.Len(t, some, 8, "one for each kind")
		twins = append(twins, some...)
	}
	results, err := wrong.Prove(t.Context(), space(t), twins, wrong.Limit)
	require.NoError(t, err)
	for i, twin := range twins {
		t.Run(twin.ID, func(t *testing.T) {
			noCompiler(t, results[i].Err)
			variants[path.Base(twin.ID)](t, twin, results[i])
		})
	}
}

// A program that never ends is a failure of its own, whatever was wanted.
func TestHang(t *testing.T) {
	twins := checks(t, "hang")
	require.Len(t, twins, 6, "one for each kind that runs")
	results, err := wrong.Prove(t.Context(), space(t), twins, time.Second)
	require.NoError(t, err)
	for i, twin := range twins {
		t.Run(twin.ID, func(t *testing.T) {
			noCompiler(t, results[i].Err)
			require.ErrorIs(t, results[i].Err, wrong.ErrHang)
		})
	}
}

// Without a C compiler a race cannot be looked for; the rest is proven all the same.
func TestProveWithoutCompiler(t *testing.T) {
	t.Setenv("CC", filepath.Join(t.TempDir(), "cc"))
	results, err := wrong.Prove(t.Context(), space(t), checks(t, "wrong"), wrong.Limit)
	require.NoError(t, err)
	for i, twin := range checks(t, "wrong") {
		if twin.Want.Kind == wrong.Race {
			require.ErrorIs(t, results[i].Err, program.ErrNoCompiler)
			continue
		}
		require.NoError(t, results[i].Err)
	}
}

func TestParseWant(t *testing.T) {
	for _, c := range []struct {
		line string
		want string // "" is an error
	}{
		{"// want: race", "race"},
		{"// want: deadlock\r", "deadlock"},
		{`// want: panic "a \"b\""`, `panic "a \"b\""`},
		{"// want: output `3 3`", `output "3 3"`},
		{"// want: race \"x\"", ""},
		{"// want: panic", ""},
		{`// want: panic ""`, ""},
		{"// want: panic send", ""},
		{"// want: panick \"x\"", ""},
		{"//want: race", ""},
		{"package main", ""},
	} {
		got, err := wrong.ParseWant(c.line)
		if c.want == "" {
			require.Error(t, err, c.line)
			continue
		}
		require.NoError(t, err, c.line)
		require.Equal(t, c.want, got.String())
	}
}

func TestFind(t *testing.T) {
	good := &fstest.MapFile{Data: []byte("// want: race\n// Counts\n// twice.\n\n//go:build go1.21\n\npackage main\n")}
	tree := fstest.MapFS{
		"go.mod":                           {},
		"a/b/testdata/wrong/x/main.go":     good,
		"a/testdata/wrong/y/main.go":       good,
		"a/testdata/other/y/main.go":       good,
		"nested/go.mod":                    {},
		"nested/testdata/wrong/z/main.go":  good,
		".hidden/testdata/wrong/z/main.go": good,
	}
	twins, err := wrong.Find(tree)
	require.NoError(t, err)
	require.Len(t, twins, 2)
	require.Equal(t, "a/b/x", twins[0].ID)
	require.Equal(t, "a/y", twins[1].ID)
	require.Equal(t, "Counts twice.", twins[1].Summary)

	tree["a/testdata/wrong/bad/main.go"] = &fstest.MapFile{Data: []byte("package main\n")}
	tree["a/testdata/wrong/dumb/main.go"] = &fstest.MapFile{Data: []byte("// want: race\npackage main\n")}
	_, err = wrong.Find(tree)
	require.ErrorContains(t, err, "a/testdata/wrong/bad/main.go: line 1")
	require.ErrorContains(t, err, "a/testdata/wrong/dumb/main.go: line 2")
}
