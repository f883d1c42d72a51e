package manifests_test

import (
	"bytes"
	"debug/buildinfo"
	"debug/elf"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const module = "../.."

// command returns the Dockerfile's build command: the variables and the words after them.
func command(t *testing.T) (env, words []string) {
	text, err := os.ReadFile(filepath.Join(module, "patterns/deploy/Dockerfile"))
	require.NoError(t, err)
	for line := range strings.Lines(strings.ReplaceAll(string(text), "\\\n", " ")) {
		words := strings.Fields(line)
		if len(words) == 0 || words[0] != "RUN" || !strings.Contains(line, "go build") {
			continue
		}
		words = words[1:]
		for strings.Contains(words[0], "=") {
			env, words = append(env, words[0]), words[1:]
		}
		return env, words
	}
	t.Fatal("the Dockerfile has no go build")
	return nil, nil
}

// build runs the command for sources in a folder, with TARGETOS and TARGETARCH as the
// builder would set them, and returns the binary.
func build(t *testing.T, sources string) []byte {
	env, words := command(t)
	out := filepath.Join(t.TempDir(), "shortener")
	for i, word := range words {
		if word == "/shortener" {
			words[i] = out
		}
	}
	cmd := exec.CommandContext(t.Context(), words[0], words[1:]...)
	cmd.Dir = sources
	cmd.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off", "PWD="+sources)
	for _, e := range env {
		cmd.Env = append(cmd.Env, strings.NewReplacer("$TARGETOS", "linux", "$TARGETARCH", "amd64").Replace(e))
	}
	text, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", text)
	binary, err := os.ReadFile(out)
	require.NoError(t, err)
	return binary
}

// copied copies the sources, without what is no part of a build.
func copied(t *testing.T) string {
	dir := filepath.Join(t.TempDir(), "somewhere", "else")
	for _, name := range []string{"caching", "cmd", "concurrency", "decorators", "internal", "matching", "memory", "patterns", "security"} {
		require.NoError(t, os.CopyFS(filepath.Join(dir, name), os.DirFS(filepath.Join(module, name))))
	}
	for _, name := range []string{"go.mod", "go.sum"} {
		text, err := os.ReadFile(filepath.Join(module, name))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), text, 0o600))
	}
	return dir
}

func TestTheSameSourcesGiveTheSameBytes(t *testing.T) {
	here, err := filepath.Abs(module)
	require.NoError(t, err)
	there := copied(t)
	first := build(t, here)
	require.True(t, bytes.Equal(first, build(t, there)), "built in two folders")
	for _, name := range []string{"GOROOT", "GOMODCACHE"} {
		dir, err := exec.CommandContext(t.Context(), "go", "env", name).Output()
		require.NoError(t, err)
		require.False(t, bytes.Contains(first, append(bytes.TrimSpace(dir), '/')), "the binary holds %s", name)
	}
	require.False(t, bytes.Contains(first, []byte(here+"/")), "the binary holds the path of its sources")

	file, err := elf.NewFile(bytes.NewReader(first))
	require.NoError(t, err)
	libraries, err := file.ImportedLibraries()
	require.NoError(t, err)
	require.Empty(t, libraries, "nothing in an empty image could be loaded")
	for _, p := range file.Progs {
		require.NotEqual(t, elf.PT_INTERP, p.Type, "no loader is there either")
	}

	info, err := buildinfo.Read(bytes.NewReader(first))
	require.NoError(t, err)
	require.Equal(t, "github.com/goconcepts/cookbook/cmd/shortener", info.Path)
	settings := map[string]string{}
	for _, s := range info.Settings {
		settings[s.Key] = s.Value
	}
	require.Equal(t, "0", settings["CGO_ENABLED"])
	require.Equal(t, "true", settings["-trimpath"])
	require.NotContains(t, settings, "vcs.revision", "the same bytes whether git was there or not")
}
