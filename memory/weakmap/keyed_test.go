package weakmap_test

import (
	"maps"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/goconcepts/cookbook/memory/weakmap"
	"github.com/stretchr/testify/require"
)

func TestKeyedHoldsNoObject(t *testing.T) {
	var m weakmap.Keyed[object, string]
	a, b := &object{id: 1}, &object{id: 1} // equal, but two
	m.Store(a, "a")
	m.Store(b, "b")
	func() { m.Store(new(object), "lost") }()
	v, ok := m.Load(a)
	require.Equal(t, "a", v)
	require.True(t, ok)
	require.Equal(t, 3, m.Len())

	for m.Len() > 2 {
		runtime.GC()
	}
	require.Equal(t, 2, m.Len())
	require.Equal(t, 2, m.Sweep())
	require.Equal(t, map[*object]string{a: "a", b: "b"}, maps.Collect(m.All()))

	m.Delete(a)
	_, ok = m.Load(a)
	require.False(t, ok)
	_, ok = m.Load(nil)
	require.False(t, ok)
	m.Delete(nil)
	require.PanicsWithValue(t, "weakmap: keyed: the object is nil", func() { m.Store(nil, "") })
	require.Panics(t, func() { _, _ = m.LoadOrCreate(nil, nil) })
	runtime.KeepAlive(b)
}

func TestKeyedSweepsAfterACollection(t *testing.T) {
	m := new(weakmap.Keyed[object, *object])
	freed := make(chan int, 1)
	for round := range 3 {
		func() {
			value := &object{id: round}
			runtime.AddCleanup(value, func(id int) { freed <- id }, round)
			m.Store(new(object), value)
		}()
		await(t, freed, round)
	}
	runtime.KeepAlive(m)
}

func TestKeyedCreatesOncePerObject(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var m weakmap.Keyed[object, int]
		key := new(object)
		var creations atomic.Int32
		release := make(chan struct{})
		var wg sync.WaitGroup
		for range 10 {
			wg.Go(func() {
				v, err := m.LoadOrCreate(key, func() (int, error) {
					<-release
					return int(creations.Add(1)), nil
				})
				if v != 1 || err != nil {
					t.Error(v, err)
				}
			})
		}
		synctest.Wait()
		close(release)
		wg.Wait()
		require.EqualValues(t, 1, creations.Load())
	})
}

func TestKeyedStoresNothingAfterAPanic(t *testing.T) {
	var m weakmap.Keyed[object, int]
	key := new(object)
	require.PanicsWithValue(t, "boom", func() {
		_, _ = m.LoadOrCreate(key, func() (int, error) { panic("boom") })
	})
	_, ok := m.Load(key)
	require.False(t, ok)
	v, err := m.LoadOrCreate(key, func() (int, error) { return 2, nil })
	require.NoError(t, err)
	require.Equal(t, 2, v)
}
