package safefs

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Limits bound an archive. Zero fields mean the defaults.
type Limits struct {
	Bytes   int64 // Of all files together; 1 GiB.
	Ratio   int64 // Bytes written for each byte read, beyond the first MiB; 100.
	Entries int   // Files and directories, those on the way to a file included; 10000.
}

// Report says what was unpacked.
type Report struct {
	Files       int
	Directories int
	Bytes       int64
}

// freeBytes are written whatever the ratio: a few kilobytes of zeros are no bomb.
const freeBytes = 1 << 20

func (l *Limits) withDefaults() (Limits, error) {
	d := Limits{1 << 30, 100, 10_000}
	if l == nil {
		return d, nil
	}
	for _, f := range []struct {
		name  string
		value int64
	}{{"Bytes", l.Bytes}, {"Ratio", l.Ratio}, {"Entries", int64(l.Entries)}} {
		if f.value < 0 {
			return d, fmt.Errorf("safefs: Limits.%s is %d, want 0 or more", f.name, f.value)
		}
	}
	if l.Bytes > 0 {
		d.Bytes = l.Bytes
	}
	if l.Ratio > 0 {
		d.Ratio = l.Ratio
	}
	if l.Entries > 0 {
		d.Entries = l.Entries
	}
	return d, nil
}

// unpacker writes entries into a directory that nobody else knows of yet.
type unpacker struct {
	root    *os.Root
	limits  Limits
	report  Report
	taken   map[string]entry // By folded name.
	read    func() int64     // Bytes of the archive that were read so far.
	buffer  []byte
	entries int
}

type entry struct {
	name      string
	directory bool
	explicit  bool // It had an entry of its own.
}

// unpack makes the directory dir of what fill writes, or leaves nothing. It works in a
// directory next to dir and renames that in the end: dir is never there by half.
func unpack(dir string, l *Limits, fill func(*unpacker) error) (report Report, err error) {
	limits, err := l.withDefaults()
	if err != nil {
		return Report{}, err
	}
	if _, err := os.Lstat(dir); err == nil {
		return Report{}, fmt.Errorf("safefs: %s: %w", dir, fs.ErrExist)
	}
	work, err := os.MkdirTemp(filepath.Dir(filepath.Clean(dir)), ".unpack-*")
	if err != nil {
		return Report{}, err
	}
	whole := false
	defer func() {
		if !whole { // Also if the reader panics, or ends the goroutine.
			err = errors.Join(err, os.RemoveAll(work))
			report = Report{}
		}
	}()
	u := &unpacker{limits: limits, taken: map[string]entry{}}
	if u.root, err = os.OpenRoot(work); err != nil {
		return Report{}, err
	}
	if err = u.run(fill); err == nil {
		err = os.Chmod(work, 0o755) // #nosec G302 -- as mkdir would make it; the umask is not known.
	}
	if err == nil {
		err = os.Rename(work, dir)
	}
	whole = err == nil
	return u.report, err
}

// run closes the root also if fill does not return; an open one could not be removed everywhere.
func (u *unpacker) run(fill func(*unpacker) error) (err error) {
	defer func() {
		if closeErr := u.root.Close(); err == nil {
			err = closeErr
		}
	}()
	return fill(u)
}

// take notes the name of an entry and those of its directories, each of which is made.
func (u *unpacker) take(name string, directory bool) error {
	if err := CheckName(name); err != nil {
		return err
	}
	for i := range len(name) {
		if name[i] != '/' {
			continue
		}
		if err := u.takeOne(name[:i], true, false); err != nil {
			return err
		}
	}
	return u.takeOne(name, directory, true)
}

func (u *unpacker) takeOne(name string, directory, explicit bool) error {
	folded := foldName(name)
	if e, ok := u.taken[folded]; ok {
		if e.name != name || !e.directory || !directory || explicit && e.explicit {
			return ErrDuplicate
		}
		e.explicit = e.explicit || explicit
		u.taken[folded] = e
		return nil
	}
	if u.entries++; u.entries > u.limits.Entries {
		return fmt.Errorf("%w: more than %d entries", ErrLimit, u.limits.Entries)
	}
	u.taken[folded] = entry{name, directory, explicit}
	if !directory {
		return nil
	}
	u.report.Directories++
	return unnamed(u.root.Mkdir(filepath.FromSlash(name), 0o755))
}

// file writes one file of what r gives.
func (u *unpacker) file(name string, executable bool, r io.Reader) (err error) {
	if err := u.take(name, false); err != nil {
		return err
	}
	mode := fs.FileMode(0o644)
	if executable {
		mode = 0o755
	}
	f, err := u.root.OpenFile(filepath.FromSlash(name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return unnamed(err)
	}
	defer func() {
		if closeErr := f.Close(); err == nil {
			err = closeErr
		}
	}()
	u.report.Files++
	return u.copy(f, r)
}

// copy copies r, and stops at the first buffer that is beyond the limits.
func (u *unpacker) copy(w io.Writer, r io.Reader) error {
	if u.buffer == nil {
		u.buffer = make([]byte, 32<<10)
	}
	for {
		n, err := r.Read(u.buffer)
		u.report.Bytes += int64(n)
		if u.report.Bytes > u.limits.Bytes {
			return fmt.Errorf("%w: more than %d bytes", ErrLimit, u.limits.Bytes)
		}
		if u.report.Bytes-freeBytes > u.read()*u.limits.Ratio {
			return fmt.Errorf("%w: more than %d times the archive", ErrLimit, u.limits.Ratio)
		}
		if _, err := w.Write(u.buffer[:n]); err != nil {
			return err
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%w: %w", ErrArchive, err)
		}
	}
}

// unnamed drops the name of an entry from an error of the file system.
func unnamed(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return fmt.Errorf("safefs: %s: %w", e.Op, e.Err)
	}
	return err
}

// foldName returns the form that all case twins of a name have.
func foldName(name string) string {
	return strings.Map(foldRune, name)
}
