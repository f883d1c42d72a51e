package exhaustive_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/goconcepts/cookbook/matching/exhaustive"
)

func TestAnalyzer(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), exhaustive.Analyzer,
		"missing", "generic", "pointers", "embedded", "chains", "defaults", "shapes", "imported", "clean")
}

func TestNil(t *testing.T) {
	set := func(value string) {
		if err := exhaustive.Analyzer.Flags.Set("nil", value); err != nil {
			t.Fatal(err)
		}
	}
	set("true")
	defer set("false")
	analysistest.Run(t, analysistest.TestData(), exhaustive.Analyzer, "nils")
}

// TestVet runs the command as users do.
func TestVet(t *testing.T) {
	dir := t.TempDir()
	tool := filepath.Join(dir, "exhaustive.exe")
	run := func(dir string, args ...string) (string, error) {
		cmd := exec.Command("go", args...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=")
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
	if out, err := run(".", "build", "-o", tool, "./cmd/exhaustive"); err != nil {
		t.Fatal(out)
	}
	for name, text := range map[string]string{
		"go.mod":         "module example\n\ngo 1.26.0\n",
		"shape/shape.go": "package shape\n\ntype Shape interface{ isShape() }\n\ntype Circle struct{}\n\nfunc (Circle) isShape() {}\n\ntype Square struct{}\n\nfunc (Square) isShape() {}\n\nvar All = []Shape{&Circle{}, Square{}}\n",
		"main.go":        "package main\n\nimport \"example/shape\"\n\nfunc main() {\n\tswitch shape.All[0].(type) {\n\tcase *shape.Circle:\n\t}\n}\n",
	} {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out, err := run(dir, "vet", "-vettool="+tool, "./...")
	const want = "type switch on example/shape.Shape misses example/shape.Square"
	if err == nil || !strings.Contains(out, want) {
		t.Fatalf("got %v and\n%s\nwant %q", err, out, want)
	}
}
