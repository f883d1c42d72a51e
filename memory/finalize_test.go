package memory_test

import (
	"runtime"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/goconcepts/cookbook/memory"
	"github.com/stretchr/testify/require"
)

type resource struct{ _ [32]byte } // large enough to lie alone

func TestFinalizeRunsWhenTheObjectIsGone(t *testing.T) {
	ran := make(chan string, 2)
	var z *memory.Finalizer
	func() {
		r := new(resource)
		z = memory.Finalize(r, func(s string) { ran <- s }, "closed")
		runtime.GC()
		require.Empty(t, ran)
		runtime.KeepAlive(r)
	}()
	runtime.GC()
	require.Equal(t, "closed", <-ran)
	require.False(t, z.Run())
	require.False(t, z.Stop())
}

func TestFinalizeRunsOnceOnly(t *testing.T) {
	var calls atomic.Int32
	r := new(resource)
	z := memory.Finalize(r, func(int) { calls.Add(1) }, 0)
	var wg sync.WaitGroup
	var ran atomic.Int32
	for range 8 {
		wg.Go(func() {
			if z.Run() {
				ran.Add(1)
			}
		})
	}
	wg.Wait()
	runtime.KeepAlive(r)
	require.EqualValues(t, 1, ran.Load())

	// Neither does the collector call again, once it has had the object: another
	// object's cleanup, which comes after, tells.
	after := make(chan int)
	memory.Finalize(new(resource), func(int) { close(after) }, 0)
	runtime.GC()
	<-after
	require.EqualValues(t, 1, calls.Load())
}

func TestFinalizeStop(t *testing.T) {
	r := new(resource)
	z := memory.Finalize(r, func(int) { panic("stopped, and called") }, 0)
	require.True(t, z.Stop())
	require.False(t, z.Stop())
	require.False(t, z.Run())
	runtime.KeepAlive(r)
	runtime.GC() // now r is gone, and nothing happens
}

func TestFinalizePanicOfRunGoesToItsCaller(t *testing.T) {
	r := new(resource)
	z := memory.Finalize(r, func(int) { panic("boom") }, 0)
	require.PanicsWithValue(t, "boom", func() { z.Run() })
	require.False(t, z.Run())
	runtime.KeepAlive(r)
}

func TestFinalizeRefusesTheObjectAsArgument(t *testing.T) {
	r := new(resource)
	require.PanicsWithValue(t, "memory: finalize: arg is obj, which would never be collected",
		func() { memory.Finalize(r, func(*resource) {}, r) })
	require.NotPanics(t, func() { memory.Finalize(r, func([]int) {}, []int{1}).Stop() }, "an argument that cannot be compared")
}

func TestFinalizeAllocations(t *testing.T) {
	f := func(int) {}
	r := new(resource)
	require.LessOrEqual(t, testing.AllocsPerRun(100, func() { memory.Finalize(r, f, 1).Stop() }), 5.0)
}
