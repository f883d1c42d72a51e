package cookbook_test

import (
	"encoding/json"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const module = "github.com/goconcepts/cookbook"

// mayImport lists what a package may bring to those who import it, beside the
// standard library and golang.org/x/sync, which any package may.
var mayImport = map[string][]string{
	"security/password":   {"golang.org/x/crypto", "golang.org/x/sys"}, // x/sys finds the CPU's features for x/crypto
	"security/token":      {"golang.org/x/crypto", "golang.org/x/sys"},
	"security/strictjson": {"github.com/go-json-experiment/json"},
	"patterns/model":      {"pgregory.net/rapid"},
	"patterns/shortener":  {"golang.org/x/net", "golang.org/x/text"}, // x/net/idna, which uses x/text

	"patterns/shortener/memory": {"golang.org/x/net", "golang.org/x/text"},
}

// TestDependencies wants that whoever imports one package gets nothing more than
// it says. Commands and packages named after an engine may use what they need.
func TestDependencies(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), "go", "list", "-deps=false", "-json=ImportPath,Deps,Name", "./...").Output()
	require.NoError(t, err)
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p struct {
			ImportPath, Name string
			Deps             []string
		}
		if err := dec.Decode(&p); err == io.EOF {
			break
		} else {
			require.NoError(t, err)
		}
		rel := strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, module), "/")
		if p.Name == "main" || p.Name == "sqlite" || p.Name == "postgres" || strings.Contains("/"+rel, "/internal/") {
			continue
		}
		for _, dep := range p.Deps {
			if !strings.Contains(strings.Split(dep, "/")[0], ".") || strings.HasPrefix(dep, module) || strings.HasPrefix(dep, "golang.org/x/sync") {
				continue
			}
			if !slices.ContainsFunc(mayImport[rel], func(m string) bool { return dep == m || strings.HasPrefix(dep, m+"/") }) {
				t.Errorf("%s brings %s", rel, dep)
			}
		}
	}
}

// topics are the seven that the user sees at the top, and no topic but patterns
// imports another.
var topics = []string{"memory", "concurrency", "decorators", "patterns", "caching", "security", "matching"}

func TestTopicsDoNotImportEachOther(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), "go", "list", "-f", "{{.ImportPath}} {{join .Imports \" \"}}", "./...").Output()
	require.NoError(t, err)
	topicOf := func(p string) string {
		rel, ok := strings.CutPrefix(p, module+"/")
		if topic, _, _ := strings.Cut(rel, "/"); ok && slices.Contains(topics, topic) {
			return topic
		}
		return ""
	}
	for line := range strings.Lines(string(out)) {
		f := strings.Fields(line)
		from := topicOf(f[0])
		if from == "" || from == "patterns" {
			continue
		}
		for _, imported := range f[1:] {
			if to := topicOf(imported); to != "" && to != from {
				t.Errorf("%s imports %s", f[0], imported)
			}
		}
	}
}
