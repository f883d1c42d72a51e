package question_test

import (
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/internal/question"
)

// root is the module's root, seen from this folder.
const root = "../.."

// allowed returns the modules that go.mod requires directly, by its own text.
func allowed(t *testing.T, fsys fs.FS) []string {
	t.Helper()
	text, err := fs.ReadFile(fsys, "go.mod")
	require.NoError(t, err)
	var modules []string
	for line := range strings.SplitSeq(string(text), "\n") {
		f := strings.Fields(strings.TrimPrefix(strings.TrimSpace(line), "require "))
		if len(f) >= 2 && strings.HasPrefix(f[1], "v") && !strings.Contains(line, "// indirect") {
			modules = append(modules, f[0])
		}
	}
	require.Contains(t, modules, "github.com/stretchr/testify")
	return modules
}

// TestContract holds every question of the module to the contract.
func TestContract(t *testing.T) {
	fsys := os.DirFS(root)
	questions, err := question.Parse(fsys)
	require.NoError(t, err)
	modules := allowed(t, fsys)
	have := map[string]bool{}
	for _, q := range questions {
		have[q.ID] = true
		for _, problem := range question.Check(fsys, &q, modules) {
			t.Error(problem)
		}
	}
	for _, e := range question.Master() {
		if !have[e.ID] {
			t.Errorf("%s has no Example", e.ID)
		}
	}
}

// TestGeneratedIsCurrent fails when the index is stale.
func TestGeneratedIsCurrent(t *testing.T) {
	stale, err := question.Generate(root)
	require.NoError(t, err)
	for name := range stale {
		t.Errorf("%s is stale: run go generate ./...", name)
	}
}

// TestSymbols wants a doc comment and an Example for each exported name.
func TestSymbols(t *testing.T) {
	fsys := os.DirFS(root)
	packages, err := question.Packages(fsys)
	require.NoError(t, err)
	require.NotEmpty(t, packages)
	for _, pkg := range packages {
		problems, err := question.CheckSymbols(fsys, pkg)
		require.NoError(t, err)
		for _, problem := range problems {
			t.Error(problem)
		}
	}
}

// TestMasterIsWellFormed guards the list that all else is held against.
func TestMasterIsWellFormed(t *testing.T) {
	seen := map[string]bool{}
	for _, e := range question.Master() {
		require.False(t, seen[e.ID], "%s stands twice", e.ID)
		seen[e.ID] = true
		require.Contains(t, question.Levels(), e.Level, e.ID)
		require.Contains(t, question.Topics(), strings.Split(e.ID, "/")[0], e.ID)
		require.NotEmpty(t, e.Title, e.ID)
		require.NotEmpty(t, e.Prove, e.ID)
		require.NotEmpty(t, e.Section, e.ID)
	}
	require.GreaterOrEqual(t, len(seen), 150)
}

// TestSynctestInExamples guards what Examples lean on though package testing does
// not document it: synctest.Test with a fresh T runs its function in a bubble.
func TestSynctestInExamples(t *testing.T) {
	var waited time.Duration
	synctest.Test(new(testing.T), func(*testing.T) {
		start := time.Now()
		time.Sleep(time.Hour)
		waited = time.Since(start)
	})
	require.Equal(t, time.Hour, waited)
}
