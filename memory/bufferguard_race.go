//go:build race

package memory

import (
	"fmt"
	"sync"
	"unsafe"
	"weak"
)

// A guard watches the use of buffers when the program is built with -race. It
// knows each buffer by a weak pointer to its first byte and keeps none alive.
type guard struct {
	mu    sync.Mutex
	state map[weak.Pointer[byte]]guarded
	sweep int // size of state at which dead buffers are looked for
}

// guarded is the capacity of a buffer, and whether the pool has it.
type guarded struct {
	size int
	free bool
}

const poison = 0xDB // what a buffer is filled with while the pool has it

// got marks a buffer as in use, and panics if it was written to since it was put.
func (g *guard) got(b []byte) {
	g.mu.Lock()
	defer g.mu.Unlock()
	key := weak.Make(unsafe.SliceData(b))
	if g.state[key].free {
		for i, x := range b {
			if x != poison {
				panic(fmt.Sprintf("memory: get: byte %d of a buffer was written to after Put", i))
			}
		}
	}
	if g.state == nil {
		g.state = make(map[weak.Pointer[byte]]guarded)
	}
	g.state[key] = guarded{size: len(b)}
	if len(g.state) >= max(g.sweep, 64) {
		for k := range g.state {
			if k.Value() == nil {
				delete(g.state, k)
			}
		}
		g.sweep = 2 * len(g.state)
	}
}

// put marks a buffer as free. Filling it is a write, too: who still uses it in
// another goroutine is reported as a data race.
func (g *guard) put(b []byte) bool {
	if len(b) == 0 {
		return false
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	key := weak.Make(unsafe.SliceData(b))
	s, known := g.state[key]
	switch {
	case !known:
		panic(fmt.Sprintf("memory: put: a buffer of %d bytes that is not of this pool, or was cut at the front", len(b)))
	case s.size != len(b):
		panic(fmt.Sprintf("memory: put: a buffer whose capacity was cut from %d to %d", s.size, len(b)))
	case s.free:
		panic(fmt.Sprintf("memory: put: a buffer of %d bytes was put twice", len(b)))
	}
	for i := range b {
		b[i] = poison
	}
	g.state[key] = guarded{size: s.size, free: true}
	return true
}
