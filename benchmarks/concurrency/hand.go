package concurrency

import (
	"context"
	"iter"
	"sync"
	"sync/atomic"

	"github.com/goconcepts/cookbook/benchmarks/harness"
)

// byHand is the least code that does each work, and promises nothing: no panic,
// no cancellation, no order of errors is thought of.
func byHand() peer {
	return peer{
		library: harness.HandWritten,
		mapped: func(items []int, width int, f func(int) int) []int {
			out := make([]int, len(items))
			chunks(len(items), width, func(lo, hi int) {
				for i := lo; i < hi; i++ {
					out[i] = f(items[i])
				}
			})
			return out
		},
		mapErr: func(ctx context.Context, items []int, width int, f func(context.Context, int) (int, error)) ([]int, error) {
			out := make([]int, len(items))
			var first error
			var once sync.Once
			chunks(len(items), width, func(lo, hi int) {
				for i := lo; i < hi; i++ {
					var err error
					if out[i], err = f(ctx, items[i]); err != nil {
						once.Do(func() { first = err })
					}
				}
			})
			return out, first
		},
		stream: channelStream,
		pool:   channelPool,
	}
}

// chunks hands out ranges from one atomic cursor.
func chunks(n, width int, f func(lo, hi int)) {
	size := max(1, min(256, n/(8*width)))
	var cursor atomic.Int64
	var wg sync.WaitGroup
	for range min(width, n) {
		wg.Go(func() {
			for {
				hi := int(cursor.Add(int64(size)))
				if hi-size >= n {
					return
				}
				f(hi-size, min(hi, n))
			}
		})
	}
	wg.Wait()
}

// channelStream is workers on a channel, and a channel of channels that keeps the order.
func channelStream(src iter.Seq[int], width int, f func(int) int, consume func(int)) {
	type job struct {
		v   int
		out chan int
	}
	jobs, order := make(chan job, width), make(chan chan int, 2*width+2)
	for range width {
		go func() {
			for j := range jobs {
				j.out <- f(j.v)
			}
		}()
	}
	go func() {
		for v := range src {
			j := job{v, make(chan int, 1)}
			order <- j.out
			jobs <- j
		}
		close(jobs)
		close(order)
	}()
	for out := range order {
		consume(<-out)
	}
}

// channelPool is workers on a buffered channel, each safe from panics.
func channelPool(width, queue int) workers {
	tasks := make(chan func(), queue)
	var wg sync.WaitGroup
	one := func(f func()) {
		defer func() { _ = recover() }()
		f()
	}
	for range width {
		wg.Go(func() {
			for f := range tasks {
				one(f)
			}
		})
	}
	return workers{
		submit: func(f func()) error { tasks <- f; return nil },
		close:  func() { close(tasks); wg.Wait() },
	}
}
