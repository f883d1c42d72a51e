package concurrency_test

import (
	"runtime"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
)

// On one processor the main goroutine gets its turn although another never yields.
func TestBusyLoopDoesNotStarveOthers(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	var stop atomic.Bool
	turns := make(chan int)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for !stop.Load() {
		}
	}()
	go func() { turns <- 1 }()
	require.Equal(t, 1, <-turns)
	stop.Store(true)
	<-done
}
