package security

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/goconcepts/cookbook/benchmarks/harness"
	"github.com/goconcepts/cookbook/security/safefs"
)

// opener opens a file below root. Where it decides on a path first and opens it then, it
// calls between in the gap; otherwise before.
type opener func(root, name string, between func()) (*os.File, error)

func filePeers() map[string]opener {
	return map[string]opener{
		harness.Ours: func(root, name string, between func()) (*os.File, error) {
			between()
			return ourOpen(root, name)
		},
		harness.Stdlib: func(root, name string, between func()) (*os.File, error) {
			between()
			return os.OpenInRoot(root, name)
		},
		"github.com/cyphar/filepath-securejoin": secureJoin,
	}
}

// tree has a file, a link out of it, and a secret beside it.
func tree() (base, root string, err error) {
	base, err = os.MkdirTemp("", "security")
	if err != nil {
		return "", "", err
	}
	root = filepath.Join(base, "root")
	return base, root, errors.Join(
		os.MkdirAll(filepath.Join(root, "sub"), 0o700),
		os.WriteFile(filepath.Join(base, "page"), []byte("secret"), 0o600),
		os.WriteFile(filepath.Join(root, "sub", "page"), []byte("public"), 0o600),
		os.Symlink("../page", filepath.Join(root, "link")),
		os.Symlink("..", filepath.Join(root, "up")),
	)
}

func fileJobs() []harness.Job {
	job := harness.Job{Name: "open and close a file in a directory below", Unit: "file"}
	start := func(library string, open func(root string) (func(string) (*os.File, error), func() error, error)) {
		job.Contestants = append(job.Contestants, harness.Contestant{Library: library, Start: func() (func(int), func(), error) {
			base, root, err := tree()
			if err != nil {
				return nil, nil, err
			}
			openName, closeRoot, err := open(root)
			if err != nil {
				return nil, nil, err
			}
			f, err := openName("sub/page")
			if err != nil {
				return nil, nil, err
			}
			_ = f.Close()
			run := func(n int) {
				for range n {
					if f, err := openName("sub/page"); err == nil {
						_ = f.Close()
					}
				}
			}
			return run, func() { _, _ = closeRoot(), os.RemoveAll(base) }, nil
		}})
	}
	start(harness.Ours, func(root string) (func(string) (*os.File, error), func() error, error) {
		d, err := safefs.Open(root)
		if err != nil {
			return nil, nil, err
		}
		return d.Open, d.Close, nil
	})
	start(harness.Stdlib, func(root string) (func(string) (*os.File, error), func() error, error) {
		r, err := os.OpenRoot(root)
		if err != nil {
			return nil, nil, err
		}
		return r.Open, r.Close, nil
	})
	start("github.com/cyphar/filepath-securejoin", func(root string) (func(string) (*os.File, error), func() error, error) {
		return func(name string) (*os.File, error) { return secureJoin(root, name, func() {}) }, func() error { return nil }, nil
	})
	return []harness.Job{job}
}

func fileRows() []harness.Row {
	peers := filePeers()
	hidden := func(name string, names []string, between func(root string)) harness.Row {
		return row(name, peers, func(open opener) error {
			for _, n := range names {
				base, root, err := tree()
				if err != nil {
					return err
				}
				f, err := open(root, n, func() { between(root) })
				if err == nil {
					b, _ := io.ReadAll(f)
					_ = f.Close()
					if string(b) == "secret" {
						err = fmt.Errorf("%s reads the secret", n)
					} else {
						err = nil
					}
				} else {
					err = nil
				}
				_ = os.RemoveAll(base)
				if err != nil {
					return err
				}
			}
			return nil
		})
	}
	return []harness.Row{
		row("a file below is opened", peers, func(open opener) error {
			base, root, err := tree()
			if err != nil {
				return err
			}
			defer os.RemoveAll(base)
			f, err := open(root, "sub/page", func() {})
			if err == nil {
				err = f.Close()
			}
			return err
		}),
		hidden("nothing outside is read by dots or links", []string{"../page", "sub/../../page", "link", "up/page", "/page", "sub/../../root/../page"}, func(string) {}),
		hidden("nor by a link that is made while the file is opened", []string{"sub/page"}, func(root string) {
			_ = os.RemoveAll(filepath.Join(root, "sub"))
			_ = os.Symlink("..", filepath.Join(root, "sub"))
		}),
	}
}
