// want: race
// A buffer is used after Put, when it belongs to the pool's next user.
package main

import (
	"runtime"
	"sync"
)

func main() {
	runtime.GOMAXPROCS(1) // so that the next user surely gets the same buffer
	pool := sync.Pool{New: func() any { return new([64]byte) }}
	for range 100 {
		b := pool.Get().(*[64]byte)
		pool.Put(b)
		var wg sync.WaitGroup
		wg.Go(func() {
			next := pool.Get().(*[64]byte)
			next[0] = 2
			pool.Put(next)
		})
		b[0] = 1
		wg.Wait()
	}
}
