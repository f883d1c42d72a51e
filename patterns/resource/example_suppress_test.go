package resource_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// suppress(FileNotFoundError): what is it in Go?
//
// An if: errors.Is(err, fs.ErrNotExist) decides whether this error matters, at the one
// call that may fail so. Only that error is dropped, however deeply it is wrapped; every
// other goes to the caller. Where a whole scope is meant, resource.Suppress does it, and
// keeps the other parts of a joined error.
//
// Follow-ups:
//   - Why not os.IsNotExist? It is older and does not look through wrapped errors.
//   - Which packages return fs.ErrNotExist? os, embed, zip and every other fs.FS; os.ErrNotExist is the same value.
//   - Is checking with os.Stat first better? No: the file may come or go between the check and the use.
//
// Pitfalls:
//   - _ = os.Remove(name) drops every error, a full disk and a missing permission too.
//
// From Python: Python's suppress drops the exception of everything in its block. The Python original enters suppress after the
// two open calls in one with statement, so a missing file is not suppressed at all: only what was entered after it is covered.
//
// Level: junior. Tags: errors, files. Since: go1.16. Needs: files. See: [errors.Is], [fs.ErrNotExist], patterns/resource/with.
func Example_suppress() {
	dir, err := os.MkdirTemp("", "suppress")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)

	remove := func(name string) error {
		err := os.Remove(filepath.Join(dir, name))
		if errors.Is(err, fs.ErrNotExist) {
			return nil // it is gone, which is all that was asked for
		}
		return err
	}
	fmt.Println("missing:", remove("none"))

	if err := os.MkdirAll(filepath.Join(dir, "full", "inner"), 0o700); err != nil {
		fmt.Println(err)
		return
	}
	err = remove("full") // a directory that is not empty
	fmt.Println("another error passes:", err != nil && !errors.Is(err, fs.ErrNotExist))
	// Output:
	// missing: <nil>
	// another error passes: true
}
