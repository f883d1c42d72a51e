package safefs_test

import (
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/security/safefs"
)

// newDir returns a Dir with links out of it and within it, and a secret beside it.
func newDir(t testing.TB) (*safefs.Dir, string) {
	t.Helper()
	base := t.TempDir()
	public := filepath.Join(base, "public")
	require.NoError(t, os.MkdirAll(filepath.Join(public, "sub"), 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(base, "secret"), []byte("hunter2"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(public, "a.txt"), []byte("hello"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(public, ".env"), []byte("hunter2"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(public, "sub", "page.html"), []byte("<p>"), 0o600))
	require.NoError(t, os.Symlink("a.txt", filepath.Join(public, "inside")))
	require.NoError(t, os.Symlink("../secret", filepath.Join(public, "outside")))
	require.NoError(t, os.Symlink(filepath.Join(base, "secret"), filepath.Join(public, "absolute")))
	require.NoError(t, os.Symlink("..", filepath.Join(public, "up")))
	require.NoError(t, os.Symlink("../not-there-yet", filepath.Join(public, "dangling")))
	require.NoError(t, os.Symlink("loop", filepath.Join(public, "loop")))
	dir, err := safefs.Open(public)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, dir.Close()) })
	return dir, base
}

func TestNothingOutsideIsOpened(t *testing.T) {
	dir, base := newDir(t)
	for _, name := range append([]string{"outside", "absolute", "up/secret", "dangling", "loop", filepath.Join(base, "secret")}, refusedNames...) {
		_, err := dir.Open(name)
		require.Error(t, err, "%q", name)
		_, err = dir.Create(name)
		require.Error(t, err, "%q", name)
	}
	require.NoFileExists(t, filepath.Join(base, "not-there-yet"))
	for _, name := range []string{"a.txt", "inside", "sub/page.html"} {
		f, err := dir.Open(name)
		require.NoError(t, err, name)
		require.NoError(t, f.Close())
		_, err = dir.Create(name)
		require.ErrorIs(t, err, fs.ErrExist, "Create never overwrites")
	}
}

func TestCreate(t *testing.T) {
	dir, base := newDir(t)
	f, err := dir.Create("sub/new")
	require.NoError(t, err)
	_, err = io.WriteString(f, "text")
	require.NoError(t, err)
	require.NoError(t, f.Close())
	info, err := os.Stat(filepath.Join(base, "public", "sub", "new"))
	require.NoError(t, err)
	require.Equal(t, fs.FileMode(0o600), info.Mode())
	_, err = dir.Create("no/such/directory")
	require.ErrorIs(t, err, fs.ErrNotExist)
}

func TestHandler(t *testing.T) {
	dir, _ := newDir(t)
	get := func(method, path string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		r := httptest.NewRequest(method, "/", nil)
		r.URL.Path = path
		dir.Handler().ServeHTTP(w, r)
		return w
	}
	w := get(http.MethodGet, "/sub/page.html")
	require.Equal(t, http.StatusOK, w.Code)
	require.Equal(t, "<p>", w.Body.String())
	require.Equal(t, "nosniff", w.Header().Get("X-Content-Type-Options"))
	require.Equal(t, "text/html; charset=utf-8", w.Header().Get("Content-Type"))
	require.Equal(t, http.StatusOK, get(http.MethodHead, "/inside").Code)
	require.Equal(t, http.StatusMethodNotAllowed, get(http.MethodPost, "/a.txt").Code)
	for _, path := range []string{
		"/", "", "/sub", "/sub/", "/.env", "/outside", "/absolute", "/up/secret", "/loop", "/dangling",
		"/../secret", "/sub/../../secret", "//a.txt", "/./a.txt", "/a.txt/", "/a.txt\x00", "/sub\\page.html", "/missing",
	} {
		w := get(http.MethodGet, path)
		require.Equal(t, http.StatusNotFound, w.Code, "%q", path)
		require.NotContains(t, w.Body.String(), "hunter2")
	}
}

func BenchmarkOpen(b *testing.B) {
	dir, base := newDir(b)
	root, err := os.OpenRoot(filepath.Join(base, "public"))
	require.NoError(b, err)
	defer func() { _ = root.Close() }()
	b.Run("Dir", func(b *testing.B) {
		for b.Loop() {
			f, err := dir.Open("sub/page.html")
			if err != nil {
				b.Fatal(err)
			}
			_ = f.Close()
		}
	})
	b.Run("os.Root", func(b *testing.B) {
		for b.Loop() {
			f, err := root.Open("sub/page.html")
			if err != nil {
				b.Fatal(err)
			}
			_ = f.Close()
		}
	})
}

func BenchmarkCheckName(b *testing.B) {
	for b.Loop() {
		if safefs.CheckName("sub/page.html") != nil {
			b.Fatal("refused")
		}
	}
}
