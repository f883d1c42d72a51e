package memory_test

import (
	"runtime"
	"sync"
	"testing"
	"unsafe"

	"github.com/goconcepts/cookbook/memory"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestBufferPoolGivesWhatIsNeeded(t *testing.T) {
	var p memory.BufferPool
	for _, n := range []int{0, 1, 63, 64, 65, 1 << 10, 1<<10 + 1, 1 << 25, 1<<25 + 1} {
		b := p.Get(n)
		require.Len(t, b, n)
		require.GreaterOrEqual(t, cap(b), max(n, 64))
		p.Put(b)
	}
	require.PanicsWithValue(t, "memory: get: n is -1, must not be negative", func() { p.Get(-1) })
	require.PanicsWithValue(t, "memory: grow: n is -1, must not be negative", func() { p.Grow(nil, -1) })
}

// Whatever the order of calls, no two users have the same bytes, and Grow keeps them.
func TestBufferPoolBuffersAreApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var p memory.BufferPool
		type user struct {
			b    []byte
			mark byte
		}
		var users []user
		intact := func(u user) {
			for _, x := range u.b {
				if x != u.mark {
					t.Fatalf("a buffer with %d has %d", u.mark, x)
				}
			}
		}
		fill := func(b []byte, mark byte) user {
			for i := range b {
				b[i] = mark
			}
			return user{b, mark}
		}
		size := rapid.OneOf(rapid.IntRange(0, 200), rapid.IntRange(0, 1<<14))
		for i := range rapid.IntRange(1, 30).Draw(t, "steps") {
			switch op := rapid.IntRange(0, 3).Draw(t, "op"); {
			case op < 2 || len(users) == 0:
				users = append(users, fill(p.Get(size.Draw(t, "n")), byte(i)))
			default:
				k := rapid.IntRange(0, len(users)-1).Draw(t, "user")
				u := users[k]
				intact(u)
				if op == 2 {
					u.b = p.Grow(u.b, size.Draw(t, "more"))
					intact(u)
					users[k] = fill(u.b[:cap(u.b)], u.mark)
					continue
				}
				p.Put(u.b[:len(u.b)/2]) // shorter is fine
				users = append(users[:k], users[k+1:]...)
			}
		}
		for _, u := range users {
			intact(u)
		}
	})
}

func TestBufferPoolFromManyGoroutines(t *testing.T) {
	var p memory.BufferPool
	var wg sync.WaitGroup
	for g := range 4 {
		wg.Go(func() {
			for i := range 2000 {
				b := p.Get(64 << (i % 8))
				for j := range b {
					b[j] = byte(g)
				}
				if i%64 == 0 {
					runtime.Gosched()
				}
				for _, x := range b {
					if x != byte(g) {
						t.Error("a buffer has two users")
						return
					}
				}
				p.Put(b)
				if i%500 == g {
					p.Trim()
				}
			}
		})
	}
	wg.Wait()
}

func TestBufferPoolAllocatesNothing(t *testing.T) {
	if raceEnabled {
		t.Skip("under -race a sync.Pool drops some of what is put, and buffers are watched")
	}
	var p memory.BufferPool
	sizes := []int{1 << 10, 64, 1 << 16, 100, 5000}
	p.Put(p.Get(1 << 16))
	i := 0
	require.Zero(t, testing.AllocsPerRun(1000, func() {
		p.Put(p.Get(sizes[i%len(sizes)]))
		i++
	}))
	small, large := p.Get(64), p.Get(200)
	p.Put(large)
	require.Zero(t, testing.AllocsPerRun(1, func() { small = p.Grow(small, 100) }))
}

// golang/go#23199: small traffic keeps a burst of huge buffers alive.
func TestBufferPoolForgetsABurst(t *testing.T) {
	var p memory.BufferPool
	const burst, size = 16, 4 << 20
	freed := make(chan int, burst)
	func() {
		var all [][]byte
		for range burst {
			b := p.Get(size)
			runtime.AddCleanup(unsafe.SliceData(b), func(int) { freed <- 1 }, 0)
			all = append(all, b)
		}
		for _, b := range all {
			p.Put(b)
		}
	}()
	traffic := func() {
		for range 2000 {
			p.Put(p.Get(512))
		}
	}
	traffic()
	for range 2 {
		runtime.GC()
		traffic()
	}
	for range burst {
		<-freed // all of them, and no further collection
	}
}

func TestBufferPoolTrimAndStats(t *testing.T) {
	var p memory.BufferPool
	p.Put(p.Get(1000))
	p.Trim()
	p.Put(p.Get(1000))
	require.Equal(t, memory.BufferStats{Made: 2, Bytes: 2048}, p.Stats())
	p.Put(nil)
	require.Zero(t, p.Stats().Refused)
	if !raceEnabled { // where it panics
		p.Put(make([]byte, 100))
		require.EqualValues(t, 1, p.Stats().Refused)
		odd := make([]byte, 257)[1:] // a capacity like a class's, at an address that is not
		p.Put(odd[:256:256])
		require.EqualValues(t, 2, p.Stats().Refused)
		p.Put(p.Get(256)[:0:192]) // where a buffer begins, but of no class
		require.EqualValues(t, 3, p.Stats().Refused)
	}
}

func TestBufferPoolReportsMisuseUnderRace(t *testing.T) {
	if !raceEnabled {
		t.Skip("only a program built with -race is watched")
	}
	var p memory.BufferPool
	b := p.Get(100)
	require.PanicsWithValue(t, "memory: put: a buffer whose capacity was cut from 128 to 64", func() { p.Put(b[:64:64]) })
	require.PanicsWithValue(t, "memory: put: a buffer of 64 bytes that is not of this pool, or was cut at the front", func() { p.Put(b[64:]) })
	require.PanicsWithValue(t, "memory: put: a buffer of 64 bytes that is not of this pool, or was cut at the front", func() { p.Put(make([]byte, 64)) })
	p.Put(b)
	require.PanicsWithValue(t, "memory: put: a buffer of 128 bytes was put twice", func() { p.Put(b) })

	// A late write is found when the buffer is given out again. The pool may drop a buffer: then try another.
	defer func() { require.Equal(t, "memory: get: byte 3 of a buffer was written to after Put", recover()) }()
	for {
		b := p.Get(100)
		p.Put(b)
		b[3] = 1
		p.Get(100)
	}
}
