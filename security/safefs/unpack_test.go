package safefs_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/security/safefs"
)

// item is an entry of an archive that is made for a test.
type item struct {
	name string
	mode fs.FileMode
	body string
	link string
}

func makeZip(t testing.TB, items ...item) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, i := range items {
		h := &zip.FileHeader{Name: i.name, Method: zip.Deflate}
		h.SetMode(i.mode | 0o644)
		f, err := w.CreateHeader(h)
		require.NoError(t, err)
		if !strings.HasSuffix(i.name, "/") {
			_, err = io.WriteString(f, i.body+i.link)
			require.NoError(t, err)
		}
	}
	require.NoError(t, w.Close())
	return b.Bytes()
}

func makeTar(t testing.TB, items ...item) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, i := range items {
		h := &tar.Header{Name: i.name, Mode: int64(i.mode.Perm() | 0o644), Size: int64(len(i.body)), Linkname: i.link, Typeflag: tar.TypeReg}
		switch {
		case i.mode&fs.ModeSymlink != 0:
			h.Typeflag = tar.TypeSymlink
		case i.mode&fs.ModeDevice != 0:
			h.Typeflag = tar.TypeChar
		case i.mode&fs.ModeNamedPipe != 0:
			h.Typeflag = tar.TypeFifo
		case i.link != "":
			h.Typeflag = tar.TypeLink
		case strings.HasSuffix(i.name, "/"):
			h.Typeflag = tar.TypeDir
		}
		require.NoError(t, w.WriteHeader(h))
		_, err := io.WriteString(w, i.body)
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return b.Bytes()
}

func compress(t testing.TB, b []byte) []byte {
	t.Helper()
	var c bytes.Buffer
	w := gzip.NewWriter(&c)
	_, err := w.Write(b)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return c.Bytes()
}

// unpackers are the ways to unpack the same items.
var unpackers = map[string]func(t testing.TB, dir string, l *safefs.Limits, items ...item) (safefs.Report, error){
	"zip": func(t testing.TB, dir string, l *safefs.Limits, items ...item) (safefs.Report, error) {
		b := makeZip(t, items...)
		return safefs.Unzip(bytes.NewReader(b), int64(len(b)), dir, l)
	},
	"tar": func(t testing.TB, dir string, l *safefs.Limits, items ...item) (safefs.Report, error) {
		return safefs.Untar(iotest.HalfReader(bytes.NewReader(makeTar(t, items...))), dir, l)
	},
	"tar.gz": func(t testing.TB, dir string, l *safefs.Limits, items ...item) (safefs.Report, error) {
		return safefs.Untar(bytes.NewReader(compress(t, makeTar(t, items...))), dir, l)
	},
}

func TestUnpack(t *testing.T) {
	for name, unpack := range unpackers {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "site")
			report, err := unpack(t, dir, nil, item{name: "a.txt", body: "hello"}, item{name: "d/", mode: fs.ModeDir | 0o755}, item{name: "d/run.sh", body: "#!", mode: 0o755 | fs.ModeSetuid}, item{name: "x/y/z", body: ""})
			require.NoError(t, err)
			require.Equal(t, safefs.Report{Files: 3, Directories: 3, Bytes: 7}, report)
			b, err := os.ReadFile(filepath.Join(dir, "a.txt"))
			require.NoError(t, err)
			require.Equal(t, "hello", string(b))
			info, err := os.Stat(filepath.Join(dir, "d", "run.sh"))
			require.NoError(t, err)
			require.Equal(t, fs.FileMode(0o755), info.Mode(), "executable, and never setuid")
			require.DirExists(t, filepath.Join(dir, "x", "y"))

			// What is there is not touched.
			_, err = unpack(t, dir, nil, item{name: "b.txt"})
			require.ErrorIs(t, err, fs.ErrExist)
			require.NoFileExists(t, filepath.Join(dir, "b.txt"))
		})
	}
}

// requireNothing checks that an error left nothing: not in the directory, nor beside it.
func requireNothing(t *testing.T, parent string) {
	t.Helper()
	left, err := os.ReadDir(parent)
	require.NoError(t, err)
	require.Empty(t, left)
}

func TestUnpackRefusals(t *testing.T) {
	fine := item{name: "fine", body: "text"}
	big := strings.Repeat("\x00", 4<<20)
	small := &safefs.Limits{Bytes: 1000, Entries: 3}
	for _, r := range []struct {
		name   string
		kind   error
		limits *safefs.Limits
		items  []item
		only   string
	}{
		{"absolute", safefs.ErrName, nil, []item{fine, {name: "/etc/passwd"}}, ""},
		{"dots", safefs.ErrName, nil, []item{fine, {name: "../x"}}, ""},
		{"dots within", safefs.ErrName, nil, []item{fine, {name: "a/../../x"}}, ""},
		{"backslash", safefs.ErrName, nil, []item{fine, {name: `..\x`}}, ""},
		{"drive", safefs.ErrName, nil, []item{fine, {name: `C:/x`}}, ""},
		{"stream", safefs.ErrName, nil, []item{fine, {name: `fine:x`}}, ""},
		{"device name", safefs.ErrName, nil, []item{fine, {name: `a/nul.txt`}}, ""},
		{"control", safefs.ErrName, nil, []item{fine, {name: "a\x01b"}}, ""},
		{"long", safefs.ErrName, nil, []item{fine, {name: strings.Repeat("n", 300)}}, ""},
		{"deep", safefs.ErrName, nil, []item{fine, {name: strings.Repeat("n/", 600) + "x"}}, ""},
		{"symlink", safefs.ErrKind, nil, []item{fine, {name: "l", mode: fs.ModeSymlink, link: "/etc"}, {name: "l/x"}}, ""},
		{"device", safefs.ErrKind, nil, []item{fine, {name: "d", mode: fs.ModeDevice | fs.ModeCharDevice}}, ""},
		{"pipe", safefs.ErrKind, nil, []item{fine, {name: "p", mode: fs.ModeNamedPipe}}, ""},
		{"hard link", safefs.ErrKind, nil, []item{fine, {name: "h", link: "../secret"}}, "tar"},
		{"duplicate", safefs.ErrDuplicate, nil, []item{fine, fine}, ""},
		{"duplicate directory", safefs.ErrDuplicate, nil, []item{{name: "d/", mode: fs.ModeDir}, {name: "d/", mode: fs.ModeDir}}, ""},
		{"case twin", safefs.ErrDuplicate, nil, []item{fine, {name: "FINE"}}, ""},
		{"case twin, Kelvin", safefs.ErrDuplicate, nil, []item{{name: "k"}, {name: "\u212a"}}, ""},
		{"case twin of a directory", safefs.ErrDuplicate, nil, []item{{name: "d/x"}, {name: "D/y"}}, ""},
		{"file for a directory", safefs.ErrDuplicate, nil, []item{fine, {name: "fine/x"}}, ""},
		{"directory for a file", safefs.ErrDuplicate, nil, []item{{name: "d/x"}, {name: "d"}}, ""},
		{"bytes", safefs.ErrLimit, small, []item{fine, {name: "b", body: strings.Repeat("ab", 501)}}, ""},
		{"bytes together", safefs.ErrLimit, small, []item{{name: "a", body: strings.Repeat("ab", 300)}, {name: "b", body: strings.Repeat("ab", 300)}}, ""},
		{"entries", safefs.ErrLimit, small, []item{{name: "a"}, {name: "b"}, {name: "c"}, {name: "d"}}, ""},
		{"entries on the way", safefs.ErrLimit, small, []item{{name: "a/b/c/d"}}, ""},
		{"ratio", safefs.ErrLimit, nil, []item{fine, {name: "b", body: big}}, "z"},
	} {
		for name, unpack := range unpackers {
			if !strings.Contains(name, r.only) {
				continue
			}
			t.Run(r.name+"/"+name, func(t *testing.T) {
				parent := t.TempDir()
				report, err := unpack(t, filepath.Join(parent, "site"), r.limits, r.items...)
				require.ErrorIs(t, err, r.kind)
				require.Equal(t, safefs.Report{}, report)
				require.Less(t, len(err.Error()), 150, "the error must not repeat names")
				requireNothing(t, parent)
			})
		}
	}
}

// Entries that share their data: each is small for its ratio, the archive is a bomb.
func TestOverlappingZip(t *testing.T) {
	b := makeZip(t, item{name: "aaa", body: strings.Repeat("\x00", 100<<10)})
	r, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	require.NoError(t, err)
	offset, err := r.File[0].DataOffset()
	require.NoError(t, err)
	// The central directory again and again, with another name each time.
	end := bytes.LastIndex(b, []byte("PK\x05\x06"))
	start := bytes.Index(b, []byte("PK\x01\x02"))
	require.Greater(t, start, int(offset))
	record := b[start:end]
	bomb := bytes.Clone(b[:start])
	const n = 400
	for i := range n {
		again := bytes.Clone(record)
		copy(again[46:], []byte{'a' + byte(i/26%26), 'a' + byte(i%26), 'a' + byte(i/676)})
		bomb = append(bomb, again...)
	}
	tail := bytes.Clone(b[end:])
	put := func(at int, v uint32, n int) {
		for i := range n {
			tail[at+i] = byte(v >> (8 * i))
		}
	}
	put(8, n, 2)
	put(10, n, 2)
	put(12, uint32(n*len(record)), 4)
	put(16, uint32(start), 4)
	bomb = append(bomb, tail...)
	parent := t.TempDir()
	_, err = safefs.Unzip(bytes.NewReader(bomb), int64(len(bomb)), filepath.Join(parent, "site"), &safefs.Limits{Ratio: 50})
	require.ErrorIs(t, err, safefs.ErrLimit)
	requireNothing(t, parent)
}

// A header that lies about the size, a broken checksum, a cut archive: errors, and nothing left.
func TestBrokenArchives(t *testing.T) {
	z := makeZip(t, item{name: "a", body: "hello hello hello"})
	crc := crc32.ChecksumIEEE([]byte("hello hello hello"))
	at := bytes.LastIndex(z, []byte{byte(crc), byte(crc >> 8), byte(crc >> 16), byte(crc >> 24)})
	require.Positive(t, at)
	broken := bytes.Clone(z)
	broken[at] ^= 1
	encrypted := bytes.Clone(z)
	encrypted[bytes.LastIndex(z, []byte("PK\x01\x02"))+8] |= 1
	for name, b := range map[string][]byte{"checksum": broken, "encrypted": encrypted, "cut": z[:len(z)-10], "empty": nil, "text": []byte("hello")} {
		parent := t.TempDir()
		_, err := safefs.Unzip(bytes.NewReader(b), int64(len(b)), filepath.Join(parent, "site"), nil)
		require.Error(t, err, name)
		requireNothing(t, parent)
	}
	tarball := makeTar(t, item{name: "a", body: strings.Repeat("hello", 1000)})
	zipped := compress(t, tarball)
	wrongSum := bytes.Clone(zipped)
	wrongSum[len(wrongSum)-5] ^= 1
	for name, b := range map[string][]byte{"cut": tarball[:1000], "cut header": tarball[:100], "cut gzip": zipped[:len(zipped)-1], "gzip checksum": wrongSum, "gzip of text": compress(t, []byte("hello"))} {
		parent := t.TempDir()
		_, err := safefs.Untar(bytes.NewReader(b), filepath.Join(parent, "site"), nil)
		require.ErrorIs(t, err, safefs.ErrArchive, name)
		requireNothing(t, parent)
	}
	parent := t.TempDir()
	cause := errors.New("broken pipe")
	_, err := safefs.Untar(io.MultiReader(bytes.NewReader(tarball[:2000]), iotest.ErrReader(cause)), filepath.Join(parent, "site"), nil)
	require.ErrorIs(t, err, cause)
	requireNothing(t, parent)
}

// A reader that panics, or ends the goroutine as t.FailNow does, leaves nothing either.
func TestNothingIsLeftAfterAPanic(t *testing.T) {
	tarball := makeTar(t, item{name: "a", body: strings.Repeat("hello", 1000)})
	for name, end := range map[string]func(){"panic": func() { panic("boom") }, "Goexit": runtime.Goexit} {
		parent := t.TempDir()
		done := make(chan any)
		go func() {
			defer func() { done <- recover() }()
			_, _ = safefs.Untar(io.MultiReader(bytes.NewReader(tarball[:2000]), endingReader{end}), filepath.Join(parent, "site"), nil)
		}()
		if v := <-done; name == "panic" {
			require.Equal(t, "boom", v)
		}
		requireNothing(t, parent)
	}
}

type endingReader struct{ end func() }

func (r endingReader) Read([]byte) (int, error) { r.end(); return 0, io.EOF }

func TestTarOfADirectory(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	report, err := unpackers["tar"](t, dir, nil, item{name: "./", mode: fs.ModeDir}, item{name: "./a/", mode: fs.ModeDir}, item{name: "./a/b", body: "x"})
	require.NoError(t, err)
	require.Equal(t, safefs.Report{Files: 1, Directories: 1, Bytes: 1}, report)
}

func TestEndlessTarIsBounded(t *testing.T) {
	parent := t.TempDir()
	tarball := makeTar(t, item{name: "a", body: "x"})
	_, err := safefs.Untar(io.MultiReader(bytes.NewReader(tarball), endless{}), filepath.Join(parent, "site"), &safefs.Limits{Bytes: 10, Entries: 10})
	require.ErrorIs(t, err, safefs.ErrLimit)
	requireNothing(t, parent)
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestLimitsBelowZero(t *testing.T) {
	for want, l := range map[string]safefs.Limits{"Bytes is -1": {Bytes: -1}, "Ratio is -2": {Ratio: -2}, "Entries is -3": {Entries: -3}} {
		_, err := safefs.Untar(nil, filepath.Join(t.TempDir(), "site"), &l)
		require.ErrorContains(t, err, "safefs: Limits."+want+", want 0 or more")
	}
}

// escaped fails if anything but the directory itself was made.
func escaped(t *testing.T, parent, dir string, err error) {
	t.Helper()
	left, readErr := os.ReadDir(parent)
	require.NoError(t, readErr)
	if err != nil {
		require.Empty(t, left)
		return
	}
	require.Len(t, left, 1)
	require.NoError(t, filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		require.NoError(t, err)
		require.True(t, d.IsDir() || d.Type().IsRegular())
		return nil
	}))
}

var fuzzLimits = &safefs.Limits{Bytes: 1 << 16, Entries: 100}

func FuzzUnzip(f *testing.F) {
	f.Add(makeZip(f, item{name: "a", body: "x"}, item{name: "d/e", body: "y"}))
	f.Add(makeZip(f, item{name: "../a", body: "x"}))
	f.Add(makeZip(f, item{name: "l", mode: fs.ModeSymlink, link: "/"}, item{name: "l/x"}))
	f.Fuzz(func(t *testing.T, b []byte) {
		parent := t.TempDir()
		dir := filepath.Join(parent, "site")
		_, err := safefs.Unzip(bytes.NewReader(b), int64(len(b)), dir, fuzzLimits)
		escaped(t, parent, dir, err)
	})
}

func FuzzUntar(f *testing.F) {
	f.Add(makeTar(f, item{name: "a", body: "x"}, item{name: "d/e", body: "y"}))
	f.Add(makeTar(f, item{name: "../a", body: "x"}))
	f.Add(makeTar(f, item{name: "l", mode: fs.ModeSymlink, link: "/"}, item{name: "l/x"}))
	f.Add(compress(f, makeTar(f, item{name: "a", body: "x"})))
	f.Fuzz(func(t *testing.T, b []byte) {
		parent := t.TempDir()
		dir := filepath.Join(parent, "site")
		_, err := safefs.Untar(bytes.NewReader(b), dir, fuzzLimits)
		escaped(t, parent, dir, err)
	})
}
