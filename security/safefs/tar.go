package safefs

import (
	"archive/tar"
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Untar unpacks a tar archive, plain or compressed by gzip, into the new directory dir, by
// the rules of [Unzip]. Links are an [ErrKind], hard and symbolic ones, as are devices,
// pipes and sparse files. A leading "./" is dropped, as tar itself writes it.
func Untar(r io.Reader, dir string, l *Limits) (Report, error) {
	return unpack(dir, l, func(u *unpacker) error {
		counted := &counter{r: r}
		buffered := bufio.NewReader(counted)
		u.read = func() int64 { return counted.n }
		var stream io.Reader = buffered
		if magic, _ := buffered.Peek(2); len(magic) == 2 && magic[0] == 0x1f && magic[1] == 0x8b {
			zr, err := gzip.NewReader(buffered)
			if err != nil {
				return fmt.Errorf("%w: %w", ErrArchive, err)
			}
			stream = zr
		}
		// Headers count too: 4 KiB an entry are more than the names need.
		bound := &bounded{r: stream, left: u.limits.Bytes + 4096*int64(u.limits.Entries) + freeBytes}
		archive := tar.NewReader(bound)
		for i := 1; ; i++ {
			header, err := archive.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err == nil {
				err = u.tarEntry(header, archive)
			} else if !errors.Is(err, ErrLimit) {
				err = fmt.Errorf("%w: %w", ErrArchive, err)
			}
			if err != nil {
				return fmt.Errorf("%w: entry %d", err, i)
			}
		}
		// What follows is padding; the checksum of gzip is at its end.
		if _, err := io.Copy(io.Discard, bound); err != nil && !errors.Is(err, ErrLimit) {
			return fmt.Errorf("%w: %w", ErrArchive, err)
		} else if err != nil {
			return err
		}
		return nil
	})
}

func (u *unpacker) tarEntry(h *tar.Header, r io.Reader) error {
	if h.Typeflag == tar.TypeXGlobalHeader { // A comment, as git archive writes it.
		return nil
	}
	name := strings.TrimPrefix(h.Name, "./")
	if h.Typeflag == tar.TypeDir {
		if name == "" || name == "." {
			return nil // The directory itself.
		}
		return u.take(strings.TrimSuffix(name, "/"), true)
	}
	if h.Typeflag != tar.TypeReg || h.Size < 0 || len(h.PAXRecords) > 0 && isSparse(h) {
		return ErrKind
	}
	if h.Size > u.limits.Bytes {
		return fmt.Errorf("%w: more than %d bytes", ErrLimit, u.limits.Bytes)
	}
	return u.file(name, h.Mode&0o111 != 0, r)
}

func isSparse(h *tar.Header) bool {
	for key := range h.PAXRecords {
		if strings.HasPrefix(key, "GNU.sparse.") {
			return true
		}
	}
	return false
}

// counter counts what is read.
type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// bounded ends with an ErrLimit.
type bounded struct {
	r    io.Reader
	left int64
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, fmt.Errorf("%w: the archive goes on", ErrLimit)
	}
	n, err := b.r.Read(p[:min(int64(len(p)), b.left)])
	b.left -= int64(n)
	return n, err
}
