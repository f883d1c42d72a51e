package caching

import (
	"bufio"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"math/rand/v2"
	"strings"
)

// trace is a sequence of requests for keys.
type trace struct {
	name       string
	keys       []uint64
	capacities []int
	recorded   bool
}

// synthetic are the traces that need no folder, the same each time.
func synthetic() []trace {
	rnd := rand.New(rand.NewPCG(3, 4))
	var loop, scans, drift []uint64
	for i := range 100_000 {
		loop = append(loop, uint64(i%5000))
		drift = append(drift, uint64(i/10)+uint64(math.Abs(rnd.NormFloat64())*2000))
	}
	for i, k := range zipf(2, 100_000, 20_000) {
		if scans = append(scans, k); i%10_000 == 0 {
			for j := range uint64(5000) {
				scans = append(scans, uint64(i+1)<<32+j)
			}
		}
	}
	return []trace{
		{name: "Zipf 1.01", keys: zipf(1, 200_000, 50_000), capacities: []int{1000, 5000}},
		{name: "loop of 5000", keys: loop, capacities: []int{1000, 4000}},
		{name: "Zipf and scans", keys: scans, capacities: []int{1000, 4000}},
		{name: "recency that drifts", keys: drift, capacities: []int{1000, 2000}},
	}
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
