package safefs_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"

	"github.com/goconcepts/cookbook/security/safefs"
)

func ExampleCheckName() {
	for _, name := range []string{"a/b.txt", "../a", "/etc/passwd", `a\b`, "nul.txt", "a.", "c:x"} {
		fmt.Println(name, safefs.CheckName(name) == nil)
	}
	// Output:
	// a/b.txt true
	// ../a false
	// /etc/passwd false
	// a\b false
	// nul.txt false
	// a. false
	// c:x false
}

// withDir runs f with a directory that is gone afterwards.
func withDir(f func(dir *safefs.Dir, path string)) {
	path, err := os.MkdirTemp("", "safefs")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = os.RemoveAll(path) }()
	dir, err := safefs.Open(path)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = dir.Close() }()
	f(dir, path)
}

func ExampleOpen() {
	_, err := safefs.Open("no/such/directory")
	fmt.Println(errors.Is(err, fs.ErrNotExist))
	// Output: true
}

func ExampleDir() {
	withDir(func(dir *safefs.Dir, _ string) {
		f, err := dir.Create("note.txt")
		if err != nil {
			fmt.Println(err)
			return
		}
		_, _ = io.WriteString(f, "hello")
		fmt.Println(f.Close())
	})
	// Output: <nil>
}

func ExampleDir_Create() {
	withDir(func(dir *safefs.Dir, _ string) {
		f, err := dir.Create("note.txt")
		fmt.Println(err, f.Close())
		_, err = dir.Create("note.txt")
		fmt.Println(errors.Is(err, fs.ErrExist))
	})
	// Output:
	// <nil> <nil>
	// true
}

func ExampleDir_Open() {
	withDir(func(dir *safefs.Dir, _ string) {
		_, err := dir.Open("../../etc/passwd")
		fmt.Println(err)
	})
	// Output: safefs: name refused: it leaves its directory, or has an empty element
}

func ExampleDir_Close() {
	withDir(func(dir *safefs.Dir, _ string) {
		fmt.Println(dir.Close())
	})
	// Output: <nil>
}

func ExampleDir_Handler() {
	withDir(func(dir *safefs.Dir, path string) {
		_ = os.WriteFile(filepath.Join(path, "a.txt"), []byte("hello"), 0o600)
		_ = os.WriteFile(filepath.Join(path, ".env"), []byte("secret"), 0o600)
		for _, target := range []string{"/a.txt", "/.env", "/", "/..%2fa.txt"} {
			w := httptest.NewRecorder()
			dir.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, target, nil))
			fmt.Println(target, w.Code)
		}
	})
	// Output:
	// /a.txt 200
	// /.env 404
	// / 404
	// /..%2fa.txt 404
}

func ExampleUnzip() {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	f, _ := w.Create("pages/index.html")
	_, _ = io.WriteString(f, "hello")
	_ = w.Close()
	withDir(func(_ *safefs.Dir, path string) {
		report, err := safefs.Unzip(bytes.NewReader(b.Bytes()), int64(b.Len()), filepath.Join(path, "site"), nil)
		fmt.Printf("%+v %v\n", report, err)
	})
	// Output: {Files:1 Directories:1 Bytes:5} <nil>
}

func ExampleUntar() {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	_ = w.WriteHeader(&tar.Header{Name: "passwd", Typeflag: tar.TypeSymlink, Linkname: "/etc/passwd"})
	_ = w.Close()
	withDir(func(_ *safefs.Dir, path string) {
		_, err := safefs.Untar(&b, filepath.Join(path, "site"), nil)
		fmt.Println(err)
	})
	// Output: safefs: kind of file refused: entry 1
}

func ExampleLimits() {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	f, _ := w.Create("bomb")
	_, _ = f.Write(make([]byte, 10<<20))
	_ = w.Close()
	withDir(func(_ *safefs.Dir, path string) {
		_, err := safefs.Unzip(bytes.NewReader(b.Bytes()), int64(b.Len()), filepath.Join(path, "site"), &safefs.Limits{Ratio: 20})
		fmt.Println(err)
	})
	// Output: safefs: more than the limits allow: more than 20 times the archive: entry 1
}

func ExampleReport() {
	fmt.Printf("%+v\n", safefs.Report{})
	// Output: {Files:0 Directories:0 Bytes:0}
}
