package memory_test

import (
	"bytes"
	"runtime"
	"sync"
	"testing"

	"github.com/goconcepts/cookbook/memory"
	"github.com/stretchr/testify/require"
)

func TestPoolZeroConfig(t *testing.T) {
	pool := memory.NewPool(memory.PoolConfig[bytes.Buffer]{})
	b := pool.Get()
	require.NotNil(t, b)
	require.Zero(t, b.Len())
	pool.Put(b)
	pool.Put(nil)
	for range 10 {
		require.NotNil(t, pool.Get(), "a nil that was put must not come back")
	}
}

func TestPoolAllocatesNothingOnReuse(t *testing.T) {
	one := bytes.NewBuffer(make([]byte, 0, 64)) // under -race a put may be dropped: New has it too
	pool := memory.NewPool(memory.PoolConfig[bytes.Buffer]{
		New:   func() *bytes.Buffer { return one },
		Reset: func(b *bytes.Buffer) bool { b.Reset(); return true },
	})
	text := []byte("hello")
	require.Zero(t, testing.AllocsPerRun(1000, func() {
		b := pool.Get()
		b.Write(text)
		pool.Put(b)
	}))
	use := func(b *bytes.Buffer) { b.Write(text) }
	require.Zero(t, testing.AllocsPerRun(1000, func() { pool.With(use) }))
	require.Zero(t, one.Len(), "what is put is reset")
}

func TestPoolDropsWhatResetRefuses(t *testing.T) {
	made := 0
	pool := memory.NewPool(memory.PoolConfig[int]{
		New:   func() *int { made++; return new(int) },
		Reset: func(*int) bool { return false },
	})
	for range 100 {
		pool.Put(pool.Get())
	}
	require.Equal(t, 100, made)
}

func TestPoolIsEmptyAfterTwoCollections(t *testing.T) {
	made := 0
	pool := memory.NewPool(memory.PoolConfig[int]{New: func() *int { made++; return new(int) }})
	for range 10 {
		pool.Put(new(int))
	}
	runtime.GC()
	runtime.GC()
	pool.Get()
	require.Equal(t, 1, made)
}

func TestPoolWithDropsAfterPanicAndGoexit(t *testing.T) {
	resets := 0
	pool := memory.NewPool(memory.PoolConfig[int]{Reset: func(*int) bool { resets++; return true }})
	require.PanicsWithValue(t, "boom", func() {
		pool.With(func(*int) { panic("boom") })
	})
	require.Zero(t, resets)

	ended := make(chan struct{})
	go func() {
		defer close(ended)
		pool.With(func(*int) { runtime.Goexit() })
	}()
	<-ended
	require.Zero(t, resets)

	pool.With(func(*int) {})
	require.Equal(t, 1, resets)
}

// Two users at once must never hold the same object.
func TestPoolGivesAnObjectToOneUserOnly(t *testing.T) {
	type owned struct {
		mu sync.Mutex
	}
	pool := memory.NewPool(memory.PoolConfig[owned]{})
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 2000 {
				x := pool.Get()
				if !x.mu.TryLock() {
					t.Error("an object has two users")
					return
				}
				runtime.Gosched()
				x.mu.Unlock()
				pool.Put(x)
			}
		})
	}
	wg.Wait()
}

func BenchmarkPool(b *testing.B) {
	b.Run("ours", func(b *testing.B) {
		pool := memory.NewPool(memory.PoolConfig[bytes.Buffer]{New: func() *bytes.Buffer { return new(bytes.Buffer) }})
		for b.Loop() {
			x := pool.Get()
			x.Reset()
			pool.Put(x)
		}
	})
	b.Run("sync.Pool", func(b *testing.B) {
		pool := sync.Pool{New: func() any { return new(bytes.Buffer) }}
		for b.Loop() {
			x := pool.Get().(*bytes.Buffer)
			x.Reset()
			pool.Put(x)
		}
	})
}
