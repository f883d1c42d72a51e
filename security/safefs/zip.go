package safefs

import (
	"archive/zip"
	"fmt"
	"io"
	"io/fs"
	"strings"
)

// Unzip unpacks the zip archive of that many bytes in r into the new directory dir: whole,
// or not at all. Files and directories only: links, devices and encrypted entries are an
// [ErrKind]. Names are held to [CheckName] and may be there once, in one case. Modes are
// 0644, or 0755 for what is executable. An error counts entries from one and names none.
//
// The bytes that count for the ratio are those of the whole archive, so that entries which
// share their data cannot go around it.
func Unzip(r io.ReaderAt, size int64, dir string, l *Limits) (Report, error) {
	return unpack(dir, l, func(u *unpacker) error {
		archive, err := zip.NewReader(r, size)
		if err != nil {
			return fmt.Errorf("%w: %w", ErrArchive, err)
		}
		if len(archive.File) > u.limits.Entries {
			return fmt.Errorf("%w: more than %d entries", ErrLimit, u.limits.Entries)
		}
		u.read = func() int64 { return size }
		for i, f := range archive.File {
			if err := u.zipEntry(f); err != nil {
				return fmt.Errorf("%w: entry %d", err, i+1)
			}
		}
		return nil
	})
}

func (u *unpacker) zipEntry(f *zip.File) error {
	const encrypted = 1
	mode := f.Mode()
	if f.Flags&encrypted != 0 || mode.Type()&^fs.ModeDir != 0 {
		return ErrKind
	}
	if f.UncompressedSize64 > uint64(u.limits.Bytes) { // #nosec G115 -- Limits are not below 0.
		return fmt.Errorf("%w: more than %d bytes", ErrLimit, u.limits.Bytes)
	}
	name, slash := strings.CutSuffix(f.Name, "/")
	if slash || mode.IsDir() {
		if f.UncompressedSize64 != 0 {
			return fmt.Errorf("%w: a directory with contents", ErrArchive)
		}
		return u.take(name, true)
	}
	r, err := f.Open()
	if err != nil {
		return fmt.Errorf("%w: %w", ErrArchive, err)
	}
	defer func() { _ = r.Close() }() // Reading to the end has checked it.
	return u.file(name, mode&0o111 != 0, r)
}
