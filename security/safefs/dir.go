package safefs

import (
	"io/fs"
	"net/http"
	"os"
	"path"
	"strings"
)

// Dir is a directory and what is below it; [Open] makes one. It may be used by several
// goroutines and must not be copied. Close it at the end.
type Dir struct {
	root *os.Root
}

// Open opens the directory. Its own name is trusted, and may be a symbolic link.
func Open(name string) (*Dir, error) {
	root, err := os.OpenRoot(name)
	if err != nil {
		return nil, err
	}
	return &Dir{root}, nil
}

// Close closes the directory. Files that were opened from it stay open.
func (d *Dir) Close() error { return d.root.Close() }

// Open opens the named file for reading. The name is held to [CheckName]; symbolic links
// are followed within the directory, and are an error where they lead out of it. What is
// opened may be a directory or a pipe: ask its Stat where others can make such.
func (d *Dir) Open(name string) (*os.File, error) {
	if err := CheckName(name); err != nil {
		return nil, err
	}
	return d.root.Open(name)
}

// Create creates the named file for writing, with mode 0600, and never opens one that is there:
// that is a [fs.ErrExist]. The name is held to [CheckName]. Its directory must exist.
func (d *Dir) Create(name string) (*os.File, error) {
	if err := CheckName(name); err != nil {
		return nil, err
	}
	return d.root.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
}

// Handler returns a handler that serves regular files to GET and HEAD by the path of the
// URL, without listings and without names that begin with a dot. Everything else is 404, with
// no word of why. Browsers are told not to guess types; where users upload files, serve
// them from a domain of their own as well.
func (d *Dir) Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, "/")
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
			return
		}
		f, info, err := d.openRegular(name)
		if err != nil {
			http.NotFound(w, r)
			return
		}
		defer func() { _ = f.Close() }()
		w.Header().Set("X-Content-Type-Options", "nosniff")
		http.ServeContent(w, r, path.Base(name), info.ModTime(), f)
	})
}

// openRegular opens a file to be served. It asks before it opens: opening a pipe would wait
// for a writer. It asks again after, for then nobody can put another file there.
func (d *Dir) openRegular(name string) (*os.File, fs.FileInfo, error) {
	if err := CheckName(name); err != nil {
		return nil, nil, err
	}
	if strings.HasPrefix(name, ".") || strings.Contains(name, "/.") {
		return nil, nil, ErrName
	}
	if info, err := d.root.Stat(name); err != nil || !info.Mode().IsRegular() {
		return nil, nil, ErrKind
	}
	f, err := d.root.Open(name)
	if err != nil {
		return nil, nil, err
	}
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		_ = f.Close()
		return nil, nil, ErrKind
	}
	return f, info, nil
}
