package pools

import (
	"fmt"
	"runtime"
	"testing"

	"github.com/goconcepts/cookbook/benchmarks/harness"
)

func rows() []harness.Row {
	return []harness.Row{
		row("a buffer of 1 KiB that is used again allocates nothing", func(with func(int, func([]byte))) error {
			use := func(b []byte) { b[0] = 1 }
			if n := testing.AllocsPerRun(1000, func() { with(1<<10, use) }); n != 0 {
				return fmt.Errorf("%v allocations", n)
			}
			return nil
		}),
		row("sizes from 64 B to 64 KiB in turn allocate nothing", func(with func(int, func([]byte))) error {
			use := func(b []byte) { b[0] = 1 }
			i := 0
			with(1<<16, use)
			round := func() { with(64<<(i%11), use); i++ }
			for range 11 {
				round()
			}
			if n := testing.AllocsPerRun(1100, round); n != 0 {
				return fmt.Errorf("%v allocations", n)
			}
			return nil
		}),
		row("a burst of 16 x 4 MiB is forgotten after two collections of small traffic", func(with func(int, func([]byte))) error {
			held, err := afterBurst(with, 2)
			if err == nil && held >= 1<<20 {
				err = fmt.Errorf("%d MiB are still held", held>>20)
			}
			return err
		}),
		row("a burst of 16 x 4 MiB is forgotten after thirty collections of small traffic", func(with func(int, func([]byte))) error {
			held, err := afterBurst(with, 30)
			if err == nil && held >= 1<<20 {
				err = fmt.Errorf("%d MiB are still held", held>>20)
			}
			return err
		}),
	}
}

func row(name string, ask func(with func(int, func([]byte))) error) harness.Row {
	r := harness.Row{Name: name}
	for _, p := range peers() {
		r.Cells = append(r.Cells, harness.Cell{Library: p.library, Run: func() error { return ask(p.pool()) }})
	}
	return r
}

// afterBurst returns how much more of the heap is in use than before.
func afterBurst(with func(int, func([]byte)), collections int) (held uint64, err error) {
	use := func(b []byte) { b[0] = 1 }
	inUse := func() uint64 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	runtime.GC()
	before := inUse()
	var burst func(depth int)
	burst = func(depth int) { // all at once: each inside the one before
		if depth > 0 {
			with(4<<20, func(b []byte) { b[0] = 1; burst(depth - 1) })
		}
	}
	burst(16)
	for range collections {
		for range 20_000 {
			with(512, use)
		}
		runtime.GC()
	}
	after := inUse()
	runtime.KeepAlive(with) // the pool itself is still there
	with(512, use)
	if after < before {
		return 0, nil
	}
	return after - before, nil
}
