package concurrency_test

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
)

// What does happens-before guarantee?
//
// That a read sees a write, and all that the writer did before it. Without such
// an order the compiler and the processor may show a reader anything. The order comes from
// synchronisation only: a send before its receive, a close before what sees it, unlock before the next lock, an atomic
// write before the read that sees it, Once's function before Do returns.
//
// Follow-ups:
//   - Does a sleep order anything? No, however long.
//   - What does the end of a goroutine order? Nothing; wait for it with a WaitGroup or a channel.
//   - How strong are Go's atomics? Sequentially consistent, as C++'s default.
//
// Pitfalls:
//   - A plain bool as a flag: the loop that reads it may never see it change.
//   - Double-checked locking with a plain pointer: its fields may not be there yet.
//
// Trade-offs: Rely on channels, locks and Once; reason about single atomics only where a benchmark asks for it.
//
// From Python: The GIL orders everything, so few ever asked. Free-threaded Python locks
// each container, yet promises little between two of them.
//
// Level: senior. Tags: memorymodel, race, atomic. Since: go1.19. See: [atomic.Bool], [sync.Once], concurrency/race.
func Example_happensbefore() {
	type config struct{ name string }

	var byChannel config
	ready := make(chan struct{})
	go func() { byChannel.name = "channel"; close(ready) }()
	<-ready
	fmt.Println(byChannel.name)

	var mu sync.Mutex
	var byMutex *config
	go func() { mu.Lock(); defer mu.Unlock(); byMutex = &config{"mutex"} }()
	for seen := false; !seen; runtime.Gosched() {
		mu.Lock()
		seen = byMutex != nil
		mu.Unlock()
	}
	fmt.Println(byMutex.name)

	var byAtomic atomic.Pointer[config]
	go byAtomic.Store(&config{"atomic"})
	for byAtomic.Load() == nil {
		runtime.Gosched()
	}
	fmt.Println(byAtomic.Load().name)

	var once sync.Once
	var byOnce config
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() { once.Do(func() { byOnce.name = "once" }) })
	}
	once.Do(func() { byOnce.name = "once" })
	fmt.Println(byOnce.name)
	wg.Wait()
	// Output:
	// channel
	// mutex
	// atomic
	// once
}
