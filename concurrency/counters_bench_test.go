package concurrency_test

import (
	"sync"
	"sync/atomic"
	"testing"
)

// BenchmarkCounters is the price of one increment, from one goroutine and from
// as many as there are cores.
func BenchmarkCounters(b *testing.B) {
	var (
		word  atomic.Int64
		mu    sync.Mutex
		total int
	)
	adds := make(chan int)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for n := range adds {
			total += n
		}
	}()
	ways := []struct {
		name string
		add  func()
	}{
		{"atomic", func() { word.Add(1) }},
		{"mutex", func() { mu.Lock(); total++; mu.Unlock() }},
		{"channel", func() { adds <- 1 }},
	}
	for _, way := range ways {
		b.Run(way.name+"/alone", func(b *testing.B) {
			for b.Loop() {
				way.add()
			}
		})
		b.Run(way.name+"/together", func(b *testing.B) {
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					way.add()
				}
			})
		})
	}
	close(adds)
	<-done
}
