package caching

import (
	"bufio"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
)

// trace is a sequence of requests for keys.
type trace struct {
	name       string
	keys       []uint64
	capacities []int
	recorded   bool
}

// readTraces reads each NAME.vgz: gzip of unsigned varints, one key for each request.
func readTraces(folder fs.FS) (all []trace, err error) {
	names, err := fs.Glob(folder, "*.vgz")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		keys, err := readTrace(folder, name)
		if err != nil {
			return nil, fmt.Errorf("trace %s: %w", name, err)
		}
		distinct := map[uint64]bool{}
		for _, k := range keys {
			distinct[k] = true
		}
		t := trace{name: strings.TrimSuffix(name, ".vgz"), keys: keys, recorded: true}
		for _, part := range []int{64, 16, 8, 4, 2} {
			if c := len(distinct) / part; c >= 100 {
				t.capacities = append(t.capacities, c)
			}
		}
		all = append(all, t)
	}
	return all, nil
}

func readTrace(folder fs.FS, name string) (keys []uint64, err error) {
	f, err := folder.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	for r := bufio.NewReader(z); ; {
		k, err := binary.ReadUvarint(r)
		if errors.Is(err, io.EOF) {
			return keys, nil
		}
		if err != nil {
			return nil, err
		}
		keys = append(keys, k)
	}
}
