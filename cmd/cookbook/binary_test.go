//go:build unix

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/internal/program"
	"github.com/goconcepts/cookbook/internal/program/programtest"
)

// Elsewhere than in a working tree the companion builds against the module of
// its own version: here it is installed, by version, from a proxy that holds
// nothing but this tree, as a user would install it.
func TestInstalled(t *testing.T) {
	root, ok := program.Checkout(".")
	require.True(t, ok)
	elsewhere := t.TempDir()
	env := append(programtest.Proxy(t, root, "v0.9.1"), "GOBIN="+elsewhere)
	install := exec.CommandContext(t.Context(), "go", "install", program.Module+"/cmd/cookbook@v0.9.1")
	install.Dir, install.Env = elsewhere, env
	out, err := install.CombinedOutput()
	require.NoError(t, err, "%s", out)

	for _, c := range []struct{ args, want string }{
		{"version", "cookbook v0.9.1 "},
		{"verify matching/order", "1 of 1 proven"},
		{"run matching/sumtypes", "(as the answer says)"},
		{"run caching/lru", "ok"},
	} {
		cmd := exec.CommandContext(t.Context(), filepath.Join(elsewhere, "cookbook"), strings.Fields(c.args)...)
		cmd.Dir, cmd.Env = elsewhere, env
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, "%s: %s", c.args, out)
		require.Contains(t, string(out), c.want)
	}

	cmd := exec.CommandContext(t.Context(), filepath.Join(elsewhere, "cookbook"), "verify", "caching/production")
	cmd.Dir, cmd.Env = elsewhere, append(env, "GOPROXY=off", "GOMODCACHE="+t.TempDir())
	out, err = cmd.CombinedOutput()
	require.Error(t, err)
	require.Equal(t, statusUsage, cmd.ProcessState.ExitCode())
	require.Contains(t, string(out), "cannot be downloaded")
	require.Equal(t, 1, strings.Count(string(out), "\n"), "%s", out)
}

// Ctrl-C ends it with its own status, and leaves no file behind.
func TestInterruptedLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	binary := filepath.Join(dir, "cookbook")
	out, err := exec.CommandContext(t.Context(), "go", "build", "-o", binary, ".").CombinedOutput()
	require.NoError(t, err, "%s", out)
	tmp := filepath.Join(dir, "tmp")
	require.NoError(t, os.Mkdir(tmp, 0o700))
	cmd := exec.CommandContext(t.Context(), binary, "verify")
	cmd.Env = append(os.Environ(), "TMPDIR="+tmp)
	var errs strings.Builder
	cmd.Stderr = &errs
	require.NoError(t, cmd.Start())
	require.Eventually(t, func() bool {
		found, err := filepath.Glob(filepath.Join(tmp, "cookbook-*", "bin-*"))
		return err == nil && len(found) > 0
	}, time.Minute, 5*time.Millisecond)
	require.NoError(t, cmd.Process.Signal(syscall.SIGINT))
	require.Error(t, cmd.Wait())
	require.Equal(t, statusInterrupted, cmd.ProcessState.ExitCode(), errs.String())
	require.Equal(t, "cookbook: interrupted\n", errs.String())
	left, err := os.ReadDir(tmp)
	require.NoError(t, err)
	require.Empty(t, left)
}
