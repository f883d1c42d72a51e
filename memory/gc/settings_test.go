package gc_test

import (
	"math"
	"runtime"
	"runtime/debug"
	"testing"

	"github.com/goconcepts/cookbook/memory/gc"
	"github.com/stretchr/testify/require"
)

func TestSettingsAreReadSetAndPutBack(t *testing.T) {
	before := gc.Read()
	defer debug.SetGCPercent(debug.SetGCPercent(77))
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(1 << 40))
	read := gc.Read()
	require.Equal(t, 77, read.Percent)
	require.Equal(t, int64(1<<40), read.MemoryLimit)
	require.Equal(t, runtime.GOMAXPROCS(0), read.Procs)

	restore := gc.Settings{Percent: -1, MemoryLimit: math.MaxInt64, Procs: before.Procs + 1}.Apply()
	require.Equal(t, gc.Settings{Percent: -1, MemoryLimit: math.MaxInt64, Procs: before.Procs + 1}, gc.Read())
	restore()
	require.Equal(t, read, gc.Read())

	gc.Settings{}.Apply()()
	require.Equal(t, read, gc.Read(), "zero leaves alone")
}
