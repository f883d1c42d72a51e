// Package programtest serves this module to the go command from a folder, for
// tests of what a user without a working tree sees.
package programtest

import (
	"archive/zip"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/internal/program"
)

// Proxy writes the module tree at root into a folder as a file:// module proxy
// that has the one version, and returns the environment that has the go command
// use it: an empty module cache of its own, and the user's cache as a second
// proxy, so that no network is needed.
func Proxy(t testing.TB, root, version string) []string {
	t.Helper()
	dir := t.TempDir()
	at := filepath.Join(dir, filepath.FromSlash(program.Module), "@v")
	require.NoError(t, os.MkdirAll(at, 0o755))
	mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	require.NoError(t, err)
	write := func(name, text string) {
		require.NoError(t, os.WriteFile(filepath.Join(at, name), []byte(text), 0o644))
	}
	write("list", version+"\n")
	write(version+".mod", string(mod))
	write(version+".info", `{"Version":"`+version+`"}`)
	writeZip(t, root, filepath.Join(at, version+".zip"), program.Module+"@"+version)

	out, err := exec.Command("go", "env", "GOMODCACHE").Output()
	require.NoError(t, err)
	users := filepath.Join(strings.TrimSpace(string(out)), "cache", "download")
	cache := t.TempDir()
	t.Cleanup(func() { makeWritable(cache) })
	return append(os.Environ(),
		"GOPROXY="+fileURL(dir)+","+fileURL(users)+",off",
		"GOMODCACHE="+cache,
		"GONOSUMDB=*",
		"GONOSUMCHECK=1",
		"GOFLAGS=-mod=mod",
		"GOSUMDB=off",
		"GOWORK=off",
	)
}

// writeZip writes the files of the module at root under prefix.
func writeZip(t testing.TB, root, name, prefix string) {
	t.Helper()
	f, err := os.Create(name)
	require.NoError(t, err)
	defer f.Close()
	w := zip.NewWriter(f)
	tree := os.DirFS(root)
	err = fs.WalkDir(tree, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if p != "." && (strings.HasPrefix(d.Name(), ".") || hasMod(tree, p)) {
				return fs.SkipDir
			}
			return nil
		}
		if !d.Type().IsRegular() || strings.HasPrefix(d.Name(), ".") {
			return nil
		}
		return copyFile(w, tree, p, prefix+"/"+p)
	})
	require.NoError(t, err)
	require.NoError(t, w.Close())
}

// hasMod reports whether a folder is a module of its own.
func hasMod(tree fs.FS, dir string) bool {
	_, err := fs.Stat(tree, path.Join(dir, "go.mod"))
	return err == nil
}

func copyFile(w *zip.Writer, tree fs.FS, from, to string) error {
	in, err := tree.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := w.Create(to)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return err
}

// fileURL returns a folder's path as a URL.
func fileURL(dir string) string {
	dir = filepath.ToSlash(dir)
	if !strings.HasPrefix(dir, "/") {
		dir = "/" + dir
	}
	return "file://" + dir
}

// makeWritable undoes the protection that the go command gives its module
// cache, so that it can be removed. What fails here, fails there.
func makeWritable(dir string) {
	_ = filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() {
			return os.Chmod(p, 0o755)
		}
		return err
	})
}
