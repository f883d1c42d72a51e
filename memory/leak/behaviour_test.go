package leak_test

import (
	"context"
	"fmt"
	"runtime"
	"runtime/pprof"
	"strings"
	"sync"
	"testing"

	"github.com/goconcepts/cookbook/memory/leak"
	"github.com/stretchr/testify/require"
)

// Tests run at once; each sees its own leaks alone, whichever goroutine started them.
func TestCheckTellsParallelTestsApart(t *testing.T) {
	release := make(chan struct{})
	defer close(release)
	var wg sync.WaitGroup
	said := make([]string, 8)
	for i := range said {
		wg.Go(func() {
			said[i] = run(func(t testing.TB) {
				leak.Check(t)
				started := make(chan struct{})
				if i%2 == 0 {
					go func() { // a child's child
						go func() { close(started); <-release }()
					}()
				} else {
					go func() { close(started) }()
				}
				<-started
			})
		})
	}
	wg.Wait()
	for i, s := range said {
		if i%2 == 0 {
			require.Equal(t, 1, strings.Count(s, "outlived"), "test %d: %s", i, s)
		} else {
			require.Empty(t, s, "test %d", i)
		}
	}
}

func TestCheckCountsEqualGoroutines(t *testing.T) {
	release := make(chan struct{})
	defer close(release)
	said := run(func(t testing.TB) {
		leak.Check(t)
		for range 7 {
			startWorker(release)
		}
	})
	require.Contains(t, said, "7 goroutines outlived the test")
}

// A goroutine that the test did not start is none of its business.
func TestCheckIgnoresOthers(t *testing.T) {
	release := make(chan struct{})
	defer close(release)
	startWorker(release)
	require.Empty(t, run(func(t testing.TB) { leak.Check(t) }))
}

// What sets labels of its own is not seen: the limit that the doc comment names.
func TestCheckIsBlindToForeignLabels(t *testing.T) {
	release := make(chan struct{})
	defer close(release)
	said := run(func(t testing.TB) {
		leak.Check(t)
		started := make(chan struct{})
		go pprof.Do(context.Background(), pprof.Labels("own", "label"), func(context.Context) {
			close(started)
			<-release
		})
		<-started
	})
	require.Empty(t, said)
}

func TestCheckWaitsForCleanups(t *testing.T) {
	said := run(func(t testing.TB) {
		leak.Check(t)
		release := make(chan struct{})
		startWorker(release)
		t.Cleanup(func() { close(release) })
	})
	require.Empty(t, said)
}

func TestGrowthFindsWhatGrowsByDoubling(t *testing.T) {
	var numbers []int64
	said := run(func(t testing.TB) {
		leak.Growth(t, func() { numbers = append(numbers, 1) })
	})
	require.Contains(t, said, "gained a run")

	table := map[int]int{}
	said = run(func(t testing.TB) {
		leak.Growth(t, func() { table[len(table)] = 1 })
	})
	require.Contains(t, said, "gained a run")
}

func TestGrowthFindsAGoroutinesLeak(t *testing.T) {
	var mu sync.Mutex
	var kept []*[256]byte
	said := run(func(t testing.TB) {
		leak.Growth(t, func() {
			var wg sync.WaitGroup
			wg.Go(func() {
				mu.Lock()
				defer mu.Unlock()
				kept = append(kept, new([256]byte))
			})
			wg.Wait()
		})
	})
	require.Contains(t, said, "256.0 bytes and 1.00 objects a run")
	runtime.KeepAlive(kept)
}

// Work of many kinds that leaves nothing: no false alarm, in two hundred runs with -tags=soak.
func TestGrowthRaisesNoFalseAlarm(t *testing.T) {
	stop := make(chan struct{})
	var others sync.WaitGroup
	others.Go(func() { // somebody else allocates meanwhile
		var keep [64][]byte
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
				keep[i%64] = make([]byte, i%4096)
				runtime.Gosched()
			}
		}
	})
	pool := sync.Pool{New: func() any { return new([512]byte) }}
	ring := make([][]byte, 8)
	var m sync.Map
	works := []func(){
		func() { _ = fmt.Sprintf("%d %s %v", 1, "two", 3.0) },
		func() { pool.Put(pool.Get()) },
		func() { m.Store("key", 1); m.Delete("key") },
		func() {
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			done := make(chan struct{})
			go func() { <-ctx.Done(); close(done) }()
			cancel()
			<-done
		},
		func() { copy(ring[1:], ring); ring[0] = make([]byte, 100) },
	}
	for i := range falseAlarmRuns {
		require.Empty(t, run(func(t testing.TB) { leak.Growth(t, works[i%len(works)]) }), "run %d", i)
	}
	close(stop)
	others.Wait()
}

func TestCollectedReports(t *testing.T) {
	type inner struct{ target *[64]byte }
	type outer struct {
		byName  map[string]inner
		byKey   map[*[64]byte]bool
		any     any
		array   [3]inner
		nested  **inner
		value   [64]byte
		closure func() byte
	}
	for path, hold := range map[string]func(o *outer, p *[64]byte){
		`root.byName["x"].target`: func(o *outer, p *[64]byte) { o.byName = map[string]inner{"x": {p}} },
		"root.byKey, key [":       func(o *outer, p *[64]byte) { o.byKey = map[*[64]byte]bool{p: true} },
		"root.any.target":         func(o *outer, p *[64]byte) { o.any = &inner{p} },
		"root.array[2].target":    func(o *outer, p *[64]byte) { o.array[2].target = p },
		"root.nested.target":      func(o *outer, p *[64]byte) { i := &inner{p}; o.nested = &i },
		"no root leads to it":     func(o *outer, p *[64]byte) { o.closure = func() byte { return p[0] } },
	} {
		o := new(outer)
		said := run(func(t testing.TB) {
			p := new([64]byte)
			hold(o, p)
			leak.Collected(t, p, leak.Root("root", &o))
		})
		require.Contains(t, said, path)
		runtime.KeepAlive(o)
	}
	o := new(outer)
	said := run(func(t testing.TB) { leak.Collected(t, &o.value, leak.Root("root", &o)) })
	require.Contains(t, said, "kept by root.value\n", "the object is a part of another")
	parts := make([]inner, 5)
	said = run(func(t testing.TB) { leak.Collected(t, &parts[3], leak.Root("parts", &parts)) })
	require.Contains(t, said, "kept by parts[3]\n")
	runtime.KeepAlive(o)
}

var global *[64]byte

// The heap dump tells what no root of the user's leads to.
func TestCollectedSaysWhereTheCollectorStarts(t *testing.T) {
	said := run(func(t testing.TB) {
		global = new([64]byte)
		leak.Collected(t, global)
	})
	require.Contains(t, said, "kept by something unknown")
	require.Contains(t, said, "reached from a global variable")
	global = nil

	release := make(chan struct{})
	said = run(func(t testing.TB) {
		p := new([64]byte)
		started := make(chan struct{})
		go holdOn(p, started, release)
		<-started
		leak.Collected(t, p)
	})
	close(release)
	require.Contains(t, said, "reached from the stack of github.com/goconcepts/cookbook/memory/leak_test.") // holdOn, or what go made to call it

	said = run(func(t testing.TB) {
		p := new([64]byte)
		owner := new([64]byte)
		runtime.SetFinalizer(owner, func(*[64]byte) { p[0]++ })
		leak.Collected(t, p)
		runtime.KeepAlive(owner)
	})
	require.Contains(t, said, "reached from a finalizer's function")
}

//go:noinline
func holdOn(p *[64]byte, started, release chan struct{}) {
	close(started)
	<-release
	p[0]++
}
