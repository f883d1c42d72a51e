package concurrency

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/goconcepts/cookbook/benchmarks/harness"
)

// jobs are the works that are timed.
func jobs() []harness.Job {
	const million, sleeps = 1_000_000, 10_000
	cores := runtime.GOMAXPROCS(0)
	increment := func(v int) int { return v + 1 }
	ten := func(v int) int { return spin(v, 10*time.Microsecond) }
	skewed := func(v int) int { // one item in a hundred costs a hundred times as much
		if v%100 == 0 {
			return spin(v, 100*time.Microsecond)
		}
		return spin(v, time.Microsecond)
	}
	nap := func(v int) int { time.Sleep(time.Millisecond); return v + 1 }
	return []harness.Job{
		mapJob("Map, a million tiny items", million, cores, increment, nil),
		mapErrJob("MapErr with a context, a million tiny items", million, cores),
		mapJob("Map, 16 tiny items", 16, cores, increment, nil),
		streamJob("Stream in order, tiny items", 0),
		streamJob("Stream in order, tiny items, 1024 read ahead", 1024),
		poolJob("Pool, one producer", 1),
		poolJob("Pool, four producers", 4),
		firstJob(),
		mapJob("Map, ten thousand items of 10 us", 10_000, cores, ten, nil),
		mapJob("Map, ten thousand items of skewed costs", 10_000, cores, skewed, nil),
		mapJob("Map, ten thousand sleeps of 1 ms at width 1000", sleeps, 1000, nap, []string{"github.com/samber/lo"}),
	}
}

// numbers returns 0 to n-1.
func numbers(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

func mapJob(name string, n, width int, f func(int) int, not []string) harness.Job {
	job := harness.Job{Name: name, Unit: "item", Items: n}
	for _, p := range append(peers(), byHand()) {
		if p.mapped == nil || slices.Contains(not, p.library) {
			continue
		}
		job.Contestants = append(job.Contestants, harness.Contestant{Library: p.library, Start: func() (func(int), func(), error) {
			items := numbers(n)
			for i, v := range p.mapped(items, width, f) {
				if v != i+1 {
					return nil, nil, fmt.Errorf("item %d is %d", i, v)
				}
			}
			return func(times int) {
				for range times {
					p.mapped(items, width, f)
				}
			}, nil, nil
		}})
	}
	return job
}

func mapErrJob(name string, n, width int) harness.Job {
	job := harness.Job{Name: name, Unit: "item", Items: n}
	f := func(_ context.Context, v int) (int, error) { return v + 1, nil }
	for _, p := range append(peers(), byHand()) {
		if p.mapErr == nil {
			continue
		}
		job.Contestants = append(job.Contestants, harness.Contestant{Library: p.library, Start: func() (func(int), func(), error) {
			ctx, cancel := context.WithCancel(context.Background())
			items := numbers(n)
			out, err := p.mapErr(ctx, items, width, f)
			if err != nil || len(out) != n || out[n-1] != n {
				cancel()
				return nil, nil, fmt.Errorf("%d values, %v", len(out), err)
			}
			return func(times int) {
				for range times {
					_, _ = p.mapErr(ctx, items, width, f)
				}
			}, cancel, nil
		}})
	}
	return job
}

func streamJob(name string, ahead int) harness.Job {
	job := harness.Job{Name: name, Unit: "item"}
	width := runtime.GOMAXPROCS(0)
	all := append(peers(), byHand())
	if ahead > 0 { // only ours can be told
		p := ours()
		p.stream = ourStream(ahead)
		all = []peer{p}
	}
	for _, p := range all {
		if p.stream == nil {
			continue
		}
		run := func(n int) int {
			sum := 0
			p.stream(func(yield func(int) bool) {
				for i := range n {
					if !yield(i) {
						return
					}
				}
			}, width, func(v int) int { return v + 1 }, func(v int) { sum = 3*sum + v })
			return sum
		}
		job.Contestants = append(job.Contestants, harness.Contestant{Library: p.library, Start: func() (func(int), func(), error) {
			want := 0
			for i := range 1000 {
				want = 3*want + i + 1
			}
			if got := run(1000); got != want {
				return nil, nil, errors.New("values or their order are wrong")
			}
			return func(n int) { run(n) }, nil, nil
		}})
	}
	return job
}

func poolJob(name string, producers int) harness.Job {
	job := harness.Job{Name: name, Unit: "task"}
	for _, p := range append(peers(), byHand()) {
		if p.pool == nil {
			continue
		}
		job.Contestants = append(job.Contestants, harness.Contestant{Library: p.library, Start: func() (func(int), func(), error) {
			w := p.pool(runtime.GOMAXPROCS(0), 1024)
			var ran sync.WaitGroup
			ran.Add(100)
			for range 100 {
				if err := w.submit(ran.Done); err != nil {
					return nil, nil, err
				}
			}
			ran.Wait()
			task := func() {}
			return func(n int) {
				var all sync.WaitGroup
				for k := range producers {
					all.Go(func() {
						for range n/producers + min(1, max(0, n%producers-k)) {
							_ = w.submit(task)
						}
					})
				}
				all.Wait()
				last := make(chan struct{})
				_ = w.submit(func() { close(last) })
				<-last
			}, w.close, nil
		}})
	}
	return job
}

func firstJob() harness.Job {
	job := harness.Job{Name: "First of ten", Unit: "call"}
	fs := make([]func(context.Context) (int, error), 10)
	for i := range fs {
		fs[i] = func(ctx context.Context) (int, error) {
			if i == 9 {
				return i, nil
			}
			<-ctx.Done()
			return 0, ctx.Err()
		}
	}
	for _, p := range peers() {
		if p.first == nil {
			continue
		}
		job.Contestants = append(job.Contestants, harness.Contestant{Library: p.library, Start: func() (func(int), func(), error) {
			if v, err := p.first(fs); v != 9 || err != nil {
				return nil, nil, fmt.Errorf("got %d, %v", v, err)
			}
			return func(n int) {
				for range n {
					_, _ = p.first(fs)
				}
			}, nil, nil
		}})
	}
	return job
}
