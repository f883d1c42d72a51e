package safefs_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/goconcepts/cookbook/security/safefs"
)

// How do you prevent path traversal and zip-slip?
//
// Open files through os.Root: the operating system's own calls then hold to the directory,
// past `..` and symbolic links, with no gap between a check and its use. Refuse names that
// mean different things elsewhere, and unpack archives by the same rules, with limits.
// OWASP ASVS 5.0 asks for this in 5.2.3, 5.2.5, 5.3.2 and 5.3.3.
//
// Follow-ups:
//   - Why is filepath.Clean not enough? It knows nothing of symbolic links, and "../x" stays what it is.
//   - Why not EvalSymlinks and then a prefix test? Somebody can change the link between the test and the open.
//   - What is a zip bomb? Kilobytes that unpack to terabytes: bound bytes, ratio and entries while writing; the sizes in the headers are claims.
//
// Pitfalls:
//   - A prefix test without the slash at its end takes /srv/files-private for a part of /srv/files.
//   - On Windows, and on disks that come from there, NUL, "a." and "a:b" are names with a meaning.
//
// Trade-offs: The safest name is one of your own; keep the user's in the database. Unpacking
// whole or not at all needs the disk's space once, and refuses archives with links.
//
// From Python: Tarfile has filter="data" since 3.12, the default since 3.14; zipfile drops `..`
// silently; neither has limits. os.path.join lets an absolute name win.
//
// Level: mid. Tags: files, traversal, zip, symlink. Since: go1.24. Needs: files. See: [os.Root], [os.OpenInRoot].
func Example_traversal() {
	base, err := os.MkdirTemp("", "traversal")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = os.RemoveAll(base) }()
	public, secret := filepath.Join(base, "public"), filepath.Join(base, "secret")
	_ = os.Mkdir(public, 0o700)
	_ = os.WriteFile(secret, []byte("hunter2"), 0o600)
	_ = os.Symlink(secret, filepath.Join(public, "link"))

	// The attack: a join is no border, and a link needs no dots.
	for _, name := range []string{"../secret", "link"} {
		b, _ := os.ReadFile(filepath.Join(public, name)) // #nosec G304 -- this is the attack.
		fmt.Printf("joined: %s %q\n", name, b)
	}

	// The defence.
	dir, err := safefs.Open(public)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = dir.Close() }()
	for _, name := range []string{"../secret", "link", secret} {
		_, err := dir.Open(name)
		fmt.Println("refused:", err != nil, "by its name:", errors.Is(err, safefs.ErrName))
	}

	// In an archive too: nothing is written outside, and nothing is left inside.
	site := filepath.Join(base, "site")
	link := &zip.FileHeader{Name: "link"}
	link.SetMode(fs.ModeSymlink | 0o777)
	for _, bad := range []*zip.FileHeader{{Name: "../slipped.txt"}, link} {
		var archive bytes.Buffer
		w := zip.NewWriter(&archive)
		for _, header := range []*zip.FileHeader{{Name: "fine.txt"}, bad} {
			f, _ := w.CreateHeader(header)
			_, _ = f.Write([]byte(secret)) // Of a link this is where it leads.
		}
		_ = w.Close()
		_, err = safefs.Unzip(bytes.NewReader(archive.Bytes()), int64(archive.Len()), site, nil)
		fmt.Println(err)
	}
	for _, name := range []string{site, filepath.Join(base, "slipped.txt")} {
		_, err := os.Stat(name)
		fmt.Println("not there:", errors.Is(err, fs.ErrNotExist))
	}
	// Output:
	// joined: ../secret "hunter2"
	// joined: link "hunter2"
	// refused: true by its name: true
	// refused: true by its name: false
	// refused: true by its name: true
	// safefs: name refused: it leaves its directory, or has an empty element: entry 2
	// safefs: kind of file refused: entry 2
	// not there: true
	// not there: true
}
