package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook"
)

func TestEnvironment(t *testing.T) {
	for _, c := range []struct {
		name string
		set  func(t *testing.T)
		want string
	}{
		{"no go", func(t *testing.T) { t.Setenv("PATH", t.TempDir()) }, "no go command on the PATH: install"},
		{"no tree", func(t *testing.T) { t.Chdir(t.TempDir()) }, "this build has no released version"},
		{"no cache", func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "file")
			require.NoError(t, os.WriteFile(file, nil, 0o600))
			t.Setenv("GOCACHE", filepath.Join(file, "x"))
		}, "a folder cannot be written"},
		{"no temporary folder", func(t *testing.T) {
			none := filepath.Join(t.TempDir(), "none")
			t.Setenv("TMPDIR", none)
			t.Setenv("TMP", none)
		}, "a folder cannot be written"},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.set(t)
			for _, command := range []string{"run", "verify"} {
				status, _, stderr := call(command, "matching/order")
				require.Equal(t, statusUsage, status)
				require.Contains(t, stderr, c.want)
				require.Equal(t, 1, strings.Count(stderr, "\n"), "one line: %s", stderr)
			}
		})
	}
}

func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var errs bytes.Buffer
	a := &app{ctx: ctx, source: cookbook.Source(), out: newScreen(&bytes.Buffer{}), name: "cookbook"}
	require.Equal(t, statusInterrupted, a.status(a.dispatch([]string{"verify", "matching"}), &errs))
	require.Equal(t, "cookbook: interrupted\n", errs.String())
}
