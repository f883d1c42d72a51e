package weakmap_test

import (
	"errors"
	"fmt"
	"maps"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/goconcepts/cookbook/memory/weakmap"
	"github.com/stretchr/testify/require"
)

type object struct {
	id int
	_  [64]byte
}

func TestMapHoldsNoValue(t *testing.T) {
	var m weakmap.Map[string, object]
	kept := &object{id: 1}
	m.Store("kept", kept)
	func() { m.Store("lost", &object{id: 2}) }()
	require.Equal(t, 2, m.Len())

	for m.Len() > 1 {
		runtime.GC()
	}
	require.Equal(t, kept, m.Load("kept"))
	require.Nil(t, m.Load("lost"))
	require.Nil(t, m.Load("never there"))
	require.Equal(t, 1, m.Len())
	require.Equal(t, map[string]*object{"kept": kept}, maps.Collect(m.All()))
	require.Equal(t, 1, m.Sweep())

	m.Delete("kept")
	m.Delete("never there")
	require.Nil(t, m.Load("kept"))
	m.Store("kept", kept)
	m.Store("kept", nil)
	require.Zero(t, m.Len())
	require.Zero(t, m.Sweep())
}

func TestMapKeepsWhatWasStoredAgain(t *testing.T) {
	var m weakmap.Map[int, object]
	for range 50 {
		func() { m.Store(1, &object{id: 1}) }()
		runtime.GC() // the old value ends, and a sweep is on its way
		again := &object{id: 2}
		m.Store(1, again)
		runtime.GC()
		m.Sweep()
		require.Same(t, again, m.Load(1))
		runtime.KeepAlive(again)
	}
}

// A sweep that has seen a dead value must not remove what was stored since.
func TestMapKeepsWhatIsStoredDuringASweep(t *testing.T) {
	const size = 4000
	kept := make([]*object, size)
	for i := range kept {
		kept[i] = &object{id: i}
	}
	for range 30 {
		var m weakmap.Map[int, object]
		func() {
			for i := range size {
				m.Store(i, &object{id: -1})
			}
		}()
		runtime.GC()
		var wg sync.WaitGroup
		wg.Go(func() {
			for range 5 {
				m.Sweep()
			}
		})
		for i := range kept {
			i = len(kept) - 1 - i
			m.Store(i, kept[i])
		}
		wg.Wait()
		for i, v := range kept {
			require.Same(t, v, m.Load(i))
		}
	}
}

// Dead entries go by themselves: the key of one is collected.
func TestMapSweepsAfterACollection(t *testing.T) {
	m := new(weakmap.Map[*object, object])
	freed := make(chan int, 3)
	for round := range 3 {
		func() {
			key := &object{id: round}
			runtime.AddCleanup(key, func(id int) { freed <- id }, round)
			m.Store(key, new(object))
		}()
		await(t, freed, round)
	}
	runtime.KeepAlive(m)
}

// await collects until the cleanup has run; if it never does, the test times out.
func await(t *testing.T, freed chan int, want int) {
	t.Helper()
	for {
		runtime.GC()
		select {
		case got := <-freed:
			require.Equal(t, want, got)
			return
		default:
			runtime.Gosched()
		}
	}
}

// The map itself is not kept by its sweeps.
func TestMapIsCollected(t *testing.T) {
	freed := make(chan int, 1)
	kept := new(object)
	func() {
		m := new(weakmap.Map[int, object])
		m.Store(1, kept)
		runtime.AddCleanup(m, func(int) { freed <- 1 }, 0)
	}()
	await(t, freed, 1)
	runtime.KeepAlive(kept)
}

func TestMapCreatesOncePerKey(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var m weakmap.Map[int, object]
		var creations atomic.Int32
		release := make(chan struct{})
		results := make([]*object, 10)
		var wg sync.WaitGroup
		for i := range results {
			wg.Go(func() {
				v, err := m.LoadOrCreate(1, func() (*object, error) {
					creations.Add(1)
					<-release
					return new(object), nil
				})
				if err == nil {
					results[i] = v
				}
			})
		}
		synctest.Wait() // one creates, the others wait
		close(release)
		wg.Wait()
		require.EqualValues(t, 1, creations.Load())
		for _, r := range results {
			require.Same(t, results[0], r)
		}
		runtime.KeepAlive(results)
	})
}

func TestMapSharesAnErrorAndForgetsIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var m weakmap.Map[int, object]
		broken := errors.New("broken")
		release := make(chan struct{})
		var creations, failures atomic.Int32
		var wg sync.WaitGroup
		for range 5 {
			wg.Go(func() {
				v, err := m.LoadOrCreate(1, func() (*object, error) {
					creations.Add(1)
					<-release
					return new(object), broken
				})
				if errors.Is(err, broken) && v != nil {
					failures.Add(1)
				}
			})
		}
		synctest.Wait()
		close(release)
		wg.Wait()
		require.EqualValues(t, 1, creations.Load())
		require.EqualValues(t, 5, failures.Load())
		require.Nil(t, m.Load(1))
		v, err := m.LoadOrCreate(1, func() (*object, error) { return nil, nil })
		require.NoError(t, err)
		require.Nil(t, v)
	})
}

func TestMapGoesOnAfterPanicAndGoexit(t *testing.T) {
	for name, end := range map[string]func(){
		"panic":  func() { panic("boom") },
		"goexit": runtime.Goexit,
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var m weakmap.Map[int, object]
				release := make(chan struct{})
				var raised atomic.Value
				var wg sync.WaitGroup
				wg.Go(func() {
					defer func() {
						if r := recover(); r != nil {
							raised.Store(r)
						}
					}()
					_, _ = m.LoadOrCreate(1, func() (*object, error) {
						<-release
						end()
						return nil, nil
					})
				})
				synctest.Wait()
				want := &object{id: 7}
				for range 3 { // they wait, and then one of them creates
					wg.Go(func() {
						v, err := m.LoadOrCreate(1, func() (*object, error) { return want, nil })
						if v != want || err != nil {
							t.Error(v, err)
						}
					})
				}
				synctest.Wait()
				close(release)
				wg.Wait()
				if name == "panic" {
					require.Equal(t, "boom", raised.Load())
				}
			})
		})
	}
}

func TestMapPrefersWhatWasStoredMeanwhile(t *testing.T) {
	var m weakmap.Map[int, object]
	stored := &object{id: 1}
	v, err := m.LoadOrCreate(1, func() (*object, error) {
		m.Store(1, stored)
		return &object{id: 2}, nil
	})
	require.NoError(t, err)
	require.Same(t, stored, v)
}

func TestMapBodyOfAllMayUseTheMap(t *testing.T) {
	var m weakmap.Map[int, object]
	values := make([]*object, 10)
	for i := range values {
		values[i] = &object{id: i}
		m.Store(i, values[i])
	}
	seen := 0
	for k := range m.All() {
		m.Delete(k)
		m.Store(k+100, values[k])
		if seen++; seen == 5 {
			break
		}
	}
	require.Equal(t, 5, seen)
	require.Equal(t, 10, m.Len())
	runtime.KeepAlive(values)
}

// Many goroutines and many collections: a value that is held is always found.
func TestMapUnderLoad(t *testing.T) {
	var m weakmap.Map[string, object]
	var wg sync.WaitGroup
	for g := range 4 {
		wg.Go(func() {
			for i := range 500 {
				key := fmt.Sprint(i % 20)
				v, err := m.LoadOrCreate(key, func() (*object, error) { return &object{id: i % 20}, nil })
				if err != nil || v.id != i%20 {
					t.Errorf("value of %s is %v, %v", key, v, err)
				}
				if again := m.Load(key); again != v {
					t.Errorf("held, but not found: %s", key)
				}
				runtime.KeepAlive(v)
				if i%100 == g {
					runtime.GC()
				}
			}
		})
	}
	wg.Wait()
}

func TestMapAllocations(t *testing.T) {
	var m weakmap.Map[int, object]
	v := new(object)
	m.Store(-1, v)
	require.Zero(t, testing.AllocsPerRun(100, func() { m.Load(-1) }))

	kept := make([]*object, 0, 10000)
	for i := range 4000 { // the map has its room
		kept = append(kept, new(object))
		m.Store(i, kept[i])
		m.Delete(i)
	}
	i := 0
	require.EqualValues(t, 2, testing.AllocsPerRun(1000, func() {
		i++
		v, _ := m.LoadOrCreate(i, func() (*object, error) { return new(object), nil })
		kept = append(kept, v)
	}))
	runtime.KeepAlive(kept)
}
