package sqlwatch

import (
	"reflect"
	"runtime"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// walker calls itself in several ways, as a random program says, and looks at the
// stack at each turn.
type walker struct {
	t    *rapid.T
	seen map[uint64][]uintptr
	ways map[string]uint64
}

//go:noinline
func (w *walker) look() {
	key, whole := chain(1 << 20)
	var pcs [1 << 12]uintptr
	called := slices.Clone(pcs[:runtime.Callers(2, pcs[:])])
	if !whole {
		w.t.Fatal("the chain leads out of the stack")
	}
	if known, ok := w.seen[key]; ok && !slices.Equal(known, called) {
		w.t.Fatal("one key for two stacks")
	}
	way := frameKey(called)
	if known, ok := w.ways[way]; ok && known != key {
		w.t.Fatal("two keys for one stack")
	}
	w.seen[key], w.ways[way] = called, key
}

func frameKey(pcs []uintptr) string {
	b := make([]byte, 0, 8*len(pcs))
	for _, pc := range pcs {
		for ; pc > 0; pc >>= 8 {
			b = append(b, byte(pc))
		}
		b = append(b, 0, 1)
	}
	return string(b)
}

// small is inlined into its callers.
func (w *walker) small(rest []byte) { w.walk(rest) }

func (w *walker) walk(rest []byte) {
	w.look()
	if len(rest) == 0 {
		return
	}
	switch how, rest := rest[0], rest[1:]; how {
	case 0:
		w.walk(rest)
	case 1:
		w.small(rest)
	case 2:
		func() { defer w.walk(rest) }()
	case 3:
		reflect.ValueOf(w.walk).Call([]reflect.Value{reflect.ValueOf(rest)})
	case 4:
		done := make(chan any)
		go func() {
			defer func() { done <- recover() }()
			w.walk(rest)
		}()
		if p := <-done; p != nil {
			panic(p)
		}
	case 5:
		var large [1 << 14]byte // the stack grows, and moves
		large[len(rest)] = how
		w.walk(rest)
		runtime.KeepAlive(&large)
	case 6:
		for range slices.Values(rest[:min(1, len(rest))]) {
			w.walk(rest)
		}
	}
}

// The cheap key of a stack tells apart what runtime.Callers tells apart, through inlined calls, deferred ones,
// reflection, goroutines, iterators and stacks that grow.
func TestChainTellsStacksApart(t *testing.T) {
	if _, ok := chain(1); !ok {
		t.Skip("no frame pointers on " + runtime.GOARCH + ": runtime.Callers is the key")
	}
	seen, ways := map[uint64][]uintptr{}, map[string]uint64{}
	rapid.Check(t, func(t *rapid.T) {
		w := &walker{t, seen, ways}
		w.walk(rapid.SliceOfN(rapid.ByteRange(0, 6), 0, 12).Draw(t, "way"))
	})
	require.Greater(t, len(seen), 100)
}

//go:noinline
func below(n int) uint64 {
	if n > 0 {
		return below(n - 1)
	}
	key, _ := chain(10)
	return key
}

func TestChainStopsAtItsLimit(t *testing.T) {
	if _, ok := chain(1); !ok {
		t.Skip("no frame pointers on " + runtime.GOARCH)
	}
	require.Equal(t, below(50), below(60))
	require.NotEqual(t, below(0), below(60))
}

// Without frame pointers the return addresses are the key: the same ways, found again.
func TestStacksAreHeldOnce(t *testing.T) {
	known := stacks{}
	for range 3 {
		for range 2 {
			known.here()
		}
		known.here()
	}
	require.Len(t, known, 2)
	for _, s := range known {
		require.Contains(t, s.origin().file+s.origin().path, "testing.go")
	}
}

func TestUsersCodeIsToldFromOthers(t *testing.T) {
	for file, want := range map[string][2]bool{ // library, standard
		"/go/src/database/sql/sql.go":                         {false, true},
		"/home/ann/shop/page.go":                              {false, false},
		"/go/pkg/mod/gorm.io/gorm@v1.31.2/callbacks/query.go": {true, false},
		"/home/ann/shop/vendor/gorm.io/gorm/finisher_api.go":  {true, false},
	} {
		require.Equal(t, want, [2]bool{library(file), standard(file, "/go/src/")}, file)
	}
	for file, want := range map[string][2]bool{ // of a binary built with -trimpath
		"net/http/server.go":                   {false, true},
		"example.com/shop/page.go":             {false, false},
		"gorm.io/gorm@v1.31.2/finisher_api.go": {true, false},
	} {
		require.Equal(t, want, [2]bool{library(file), standard(file, "")}, file)
	}
	_, here, _, _ := runtime.Caller(0)
	require.False(t, standard(here, goroot))
	tests, _ := runtime.CallersFrames(callersOfTest()).Next()
	require.True(t, standard(tests.File, goroot), tests.File)
}

// callersOfTest returns the stack above the test that calls it.
func callersOfTest() []uintptr {
	var pcs [8]uintptr
	return pcs[:runtime.Callers(3, pcs[:])]
}
