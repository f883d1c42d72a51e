package caching_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/goconcepts/cookbook/caching"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// model is what a cache promises, said with maps: which value a key may have,
// and that each value that was stored is there or was reported.
type model struct {
	cache    *caching.Cache[int, int]
	capacity int
	values   map[int]int       // the last that was stored; may be evicted
	dies     map[int]time.Time // of those with a lifetime
	gone     map[int]caching.Reason
	next     int
}

func newModel(t *rapid.T) *model {
	m := &model{
		capacity: rapid.IntRange(1, 20).Draw(t, "capacity"),
		values:   map[int]int{}, dies: map[int]time.Time{}, gone: map[int]caching.Reason{},
	}
	c, err := caching.New(caching.Config[int, int]{
		Capacity: m.capacity,
		Policy:   caching.Policy(rapid.IntRange(0, 3).Draw(t, "policy")),
		OnRemove: func(r caching.Removal[int, int]) {
			if was, ok := m.gone[r.Value]; ok {
				t.Fatalf("%d was reported twice: %v, %v", r.Value, was, r.Reason)
			}
			m.gone[r.Value] = r.Reason
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	m.cache = c
	return m
}

func key(t *rapid.T) int { return rapid.IntRange(0, 30).Draw(t, "key") }

func (m *model) alive(k int) bool {
	d, ok := m.dies[k]
	return !ok || time.Now().Before(d)
}

func (m *model) get(t *rapid.T) {
	k := key(t)
	got, ok := m.cache.Get(k)
	want, stored := m.values[k]
	switch {
	case ok && (!stored || got != want || !m.alive(k)):
		t.Fatalf("Get(%d) is %d; stored: %t, %d, alive %t", k, got, stored, want, m.alive(k))
	case !ok && stored && m.alive(k) && m.gone[want] == 0:
		t.Fatalf("Get(%d) misses %d, which nobody removed", k, want)
	}
}

func (m *model) set(t *rapid.T) {
	k := key(t)
	m.next++
	ttl := time.Duration(rapid.IntRange(0, 3).Draw(t, "ttl")) * time.Second
	m.cache.SetTTL(k, m.next, ttl)
	m.values[k] = m.next
	delete(m.dies, k)
	if ttl > 0 {
		m.dies[k] = time.Now().Add(ttl)
	}
	if v, ok := m.cache.Get(k); !ok || v != m.next {
		t.Fatalf("Get after Set(%d, %d) is %d, %t", k, m.next, v, ok)
	}
}

func (m *model) remove(t *rapid.T) {
	k := key(t)
	want, stored := m.values[k]
	there := stored && m.alive(k) && m.gone[want] == 0
	if got := m.cache.Delete(k); got != there {
		t.Fatalf("Delete(%d) is %t", k, got)
	}
	delete(m.values, k)
}

func (m *model) compute(t *rapid.T) {
	k := key(t)
	want, stored := m.values[k]
	there := stored && m.alive(k) && m.gone[want] == 0
	keep := rapid.Bool().Draw(t, "keep")
	m.next++
	m.cache.Compute(k, func(old int, ok bool) (int, bool) {
		if ok != there || (ok && old != want) {
			t.Fatalf("Compute(%d) is given %d, %t, want %d, %t", k, old, ok, want, there)
		}
		return m.next, keep
	})
	delete(m.values, k)
	delete(m.dies, k)
	if keep {
		m.values[k] = m.next
	}
}

func (m *model) check(t *rapid.T) {
	n := 0
	for k, v := range m.cache.All() {
		n++
		if m.values[k] != v || !m.alive(k) {
			t.Fatalf("All has %d: %d", k, v)
		}
	}
	if l := m.cache.Len(); n > l || l > m.capacity {
		t.Fatalf("Len is %d, All has %d, the capacity is %d", l, n, m.capacity)
	}
}

// behaves plays random operations on the cache and on the model.
func behaves(t *rapid.T) {
	m := newModel(t)
	t.Repeat(map[string]func(*rapid.T){
		"get": m.get, "set": m.set, "delete": m.remove, "compute": m.compute, "": m.check,
		"sleep": func(*rapid.T) { time.Sleep(500 * time.Millisecond) },
		"clear": func(t *rapid.T) {
			if rapid.IntRange(0, 9).Draw(t, "rarely") == 0 {
				m.cache.Clear()
				clear(m.values)
			}
		},
	})
	for v := 1; v <= m.next; v++ {
		if r := m.gone[v]; r > caching.Cleared {
			t.Fatalf("%d has gone because %v", v, r)
		}
	}
}

// bubbled is behaves on a fake clock. A failure, which rapid tells by a panic, is
// carried out of the bubble.
func bubbled(t *rapid.T) {
	var failure any
	synctest.Test(new(testing.T), func(*testing.T) {
		defer func() { failure = recover() }()
		behaves(t)
	})
	if failure != nil {
		panic(failure)
	}
}

func TestModel(t *testing.T) { rapid.Check(t, bubbled) }

func FuzzModel(f *testing.F) { f.Fuzz(rapid.MakeFuzz(bubbled)) }

// Words and nodes keep every kind of key and value apart and whole.
func TestKindsOfKeysAndValues(t *testing.T) {
	type pair struct {
		a int32
		b uint8
	}
	type wide struct{ a, b, c int64 }
	kind(t, func(i int) int8 { return int8(i) }, func(i int) bool { return i%2 == 0 })
	kind(t, func(i int) uint16 { return uint16(i) }, func(i int) float32 { return float32(i) / 3 })
	kind(t, func(i int) float64 { return float64(i) / 7 }, func(int) struct{} { return struct{}{} })
	kind(t, func(i int) pair { return pair{int32(-i), uint8(i)} }, func(i int) [2]int32 { return [2]int32{int32(i), -1} })
	kind(t, func(i int) [3]byte { return [3]byte{byte(i), 1, byte(-i)} }, func(i int) int64 { return int64(-i) })
	kind(t, func(i int) wide { return wide{int64(i), 2, 3} }, func(i int) string { return fmt.Sprint(i) })
	kind(t, func(i int) any { return i }, func(i int) *int { return nil })
	kind(t, func(i int) string { return fmt.Sprint(i) }, func(i int) wide { return wide{1, 2, int64(i)} })
}

func kind[K, V comparable](t *testing.T, key func(int) K, value func(int) V) {
	t.Helper()
	for _, ttl := range []time.Duration{0, time.Hour} {
		c, err := caching.New(caching.Config[K, V]{Capacity: 200, TTL: ttl})
		require.NoError(t, err)
		for i := range 100 {
			c.Set(key(i), value(i))
		}
		for i := range 100 {
			v, ok := c.Get(key(i))
			require.True(t, ok)
			require.Equal(t, value(i), v)
			require.True(t, c.Delete(key(i)))
		}
		require.Zero(t, c.Len())
	}
}
