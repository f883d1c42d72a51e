package concurrency_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/goconcepts/cookbook/concurrency"
)

func ExampleMap() {
	words := []string{"go", "maps", "in", "order"}
	fmt.Println(concurrency.Map(words, strings.ToUpper, nil))
	// Output: [GO MAPS IN ORDER]
}

func ExampleMapErr() {
	parse := func(_ context.Context, s string) (int, error) {
		var n int
		_, err := fmt.Sscan(s, &n)
		return n, err
	}
	values, err := concurrency.MapErr(context.Background(), []string{"1", "2", "x", "4"}, parse, nil)
	fmt.Println(values)
	fmt.Println(err)
	// Output:
	// [1 2]
	// concurrency: item 2: expected integer
}

func ExampleEach() {
	var sum atomic.Int64
	concurrency.Each([]int64{1, 2, 3, 4}, func(n int64) { sum.Add(n) }, nil)
	fmt.Println(sum.Load())
	// Output: 10
}

func ExampleEachErr() {
	check := func(_ context.Context, n int) error {
		if n < 0 {
			return errors.New("negative")
		}
		return nil
	}
	fmt.Println(concurrency.EachErr(context.Background(), []int{3, -1, -2}, check, nil))
	// Output: concurrency: item 1: negative
}

func ExampleOptions() {
	var now, most atomic.Int64
	concurrency.Each(make([]int, 20), func(int) {
		n := now.Add(1)
		for old := most.Load(); n > old && !most.CompareAndSwap(old, n); old = most.Load() {
		}
		runtime.Gosched()
		now.Add(-1)
	}, &concurrency.Options{Width: 3})
	fmt.Println("never more than three:", most.Load() <= 3)
	// Output: never more than three: true
}

func ExampleGather() {
	ask := func(name string) func(context.Context) (string, error) {
		return func(context.Context) (string, error) { return "hello " + name, nil }
	}
	fmt.Println(concurrency.Gather(context.Background(), ask("ada"), ask("grace")))
	// Output: [hello ada hello grace] <nil>
}

func ExampleGatherAll() {
	works := func(context.Context) (int, error) { return 7, nil }
	fails := func(context.Context) (int, error) { return 0, errors.New("refused") }
	values, err := concurrency.GatherAll(context.Background(), works, fails, works)
	fmt.Println(values, err)
	// Output: [7 0 7] concurrency: item 1: refused
}

func ExampleFirst() {
	down := func(context.Context) (string, error) { return "", errors.New("down") }
	slow := func(ctx context.Context) (string, error) { <-ctx.Done(); return "", ctx.Err() }
	fast := func(context.Context) (string, error) { return "mirror 3", nil }
	fmt.Println(concurrency.First(context.Background(), down, slow, fast))
	// Output: mirror 3 <nil>
}

func ExampleStream() {
	double := func(_ context.Context, n int) (int, error) { return 2 * n, nil }
	for v, err := range concurrency.Stream(context.Background(), slices.Values([]int{1, 2, 3}), double, nil) {
		fmt.Println(v, err)
	}
	// Output:
	// 2 <nil>
	// 4 <nil>
	// 6 <nil>
}

func ExampleStreamUnordered() {
	double := func(_ context.Context, n int) (int, error) { return 2 * n, nil }
	sum := 0
	for v, err := range concurrency.StreamUnordered(context.Background(), slices.Values([]int{1, 2, 3}), double, nil) {
		if err == nil {
			sum += v
		}
	}
	fmt.Println(sum)
	// Output: 12
}

func ExampleRun() {
	err := concurrency.Run(context.Background(), func(s *concurrency.Scope) error {
		user := concurrency.Go(s, func(context.Context) (string, error) { return "ada", nil })
		visits := concurrency.Go(s, func(context.Context) (int, error) { return 3, nil })
		name, err := user.Wait()
		if err != nil {
			return err
		}
		n, err := visits.Wait()
		if err != nil {
			return err
		}
		fmt.Println(name, n)
		return nil
	})
	fmt.Println(err)
	// Output:
	// ada 3
	// <nil>
}

func ExampleScope() {
	err := concurrency.Run(context.Background(), func(s *concurrency.Scope) error {
		concurrency.Go(s, func(context.Context) (int, error) { return 0, errors.New("disk full") })
		<-s.Context().Done() // the scope's context ends with the first failure
		return s.Context().Err()
	})
	fmt.Println(err)
	// Output: concurrency: item 0: disk full
}

func ExampleGo() {
	_ = concurrency.Run(context.Background(), func(s *concurrency.Scope) error {
		length := concurrency.Go(s, func(context.Context) (int, error) { return len("future"), nil })
		fmt.Println(length.Wait())
		return nil
	})
	// Output: 6 <nil>
}

func ExampleFuture() {
	_ = concurrency.Run(context.Background(), func(s *concurrency.Scope) error {
		var f *concurrency.Future[int] = concurrency.Go(s, func(context.Context) (int, error) { return 0, errors.New("no answer") })
		_, err := f.Wait()
		fmt.Println(err)
		return nil
	})
	// Output: concurrency: item 0: no answer
}

func ExampleNewPool() {
	pool, err := concurrency.NewPool(concurrency.PoolConfig{Workers: 2, Queue: 8})
	if err != nil {
		fmt.Println(err)
		return
	}
	var done atomic.Int64
	for range 100 {
		if err := pool.Submit(context.Background(), func() { done.Add(1) }); err != nil {
			fmt.Println(err)
		}
	}
	fmt.Println(pool.Close(), done.Load())
	// Output: <nil> 100
}

func ExamplePoolConfig() {
	_, err := concurrency.NewPool(concurrency.PoolConfig{Workers: -1})
	fmt.Println(err)
	// Output: concurrency: PoolConfig.Workers is -1, want 0 (GOMAXPROCS) or more
}

func ExamplePool() {
	pool, _ := concurrency.NewPool(concurrency.PoolConfig{Workers: 1, OnPanic: func(p *concurrency.PanicError) {
		fmt.Println("seen:", p.Value)
	}})
	_ = pool.Submit(context.Background(), func() { panic("a bug") })
	_ = pool.Submit(context.Background(), func() { fmt.Println("the next task runs") })
	err := pool.Close()
	p, _ := errors.AsType[*concurrency.PanicError](err)
	fmt.Println("closed:", p.Value)
	// Output:
	// seen: a bug
	// the next task runs
	// closed: a bug
}

func ExampleTaskGroup() {
	pool, _ := concurrency.NewPool(concurrency.PoolConfig{Workers: 1})
	defer pool.Close()
	outer := pool.Group(context.Background())
	_ = outer.Go(func(ctx context.Context) error {
		inner := pool.Group(ctx) // the only worker waits for it, and runs it meanwhile
		_ = inner.Go(func(context.Context) error {
			fmt.Println("inner")
			return nil
		})
		return inner.Wait()
	})
	fmt.Println(outer.Wait())
	// Output:
	// inner
	// <nil>
}

func ExampleItemError() {
	err := concurrency.EachErr(context.Background(), []string{"a", ""}, func(_ context.Context, s string) error {
		if s == "" {
			return errors.New("empty")
		}
		return nil
	}, nil)
	item, ok := errors.AsType[*concurrency.ItemError](err)
	fmt.Println(ok, item.Index, item.Err)
	// Output: true 1 empty
}

func ExamplePanicError() {
	defer func() {
		p, _ := recover().(*concurrency.PanicError)
		fmt.Println(p.Index, p.Value, len(p.Stack) > 0)
	}()
	concurrency.Each([]int{1, 0}, func(n int) { _ = 1 / n }, nil)
	// Output: 1 runtime error: integer divide by zero true
}

// The same work in every model; which wins depends on the machine.
func ExampleCompare() {
	hash := concurrency.Workload{Name: "hash", Items: 32, Compute: func(i int) uint64 {
		h := uint64(i)
		for range 1000 {
			h = (h ^ h>>29) * 0xbf58476d1ce4e5b9
		}
		return h
	}}
	report, err := concurrency.Compare(context.Background(), hash, nil)
	fmt.Println(len(report.Measures), "models did equal work:", err == nil)
	// Output: 5 models did equal work: true
}

func ExampleWorkload() {
	w := concurrency.Workload{
		Items:   2,
		Wait:    func(context.Context, int) error { return errors.New("no server") },
		Compute: func(i int) uint64 { return uint64(i) },
	}
	_, err := concurrency.Compare(context.Background(), w, nil)
	fmt.Println(err)
	// Output: concurrency: compare: sequential: item 0: no server
}

func ExampleReport() {
	r := concurrency.Report{Workload: "waits", Items: 8, Width: 4, Measures: []concurrency.Measure{
		{Model: concurrency.Sequential, Elapsed: 80 * time.Millisecond, Speedup: 1},
		{Model: concurrency.WorkerPool, Elapsed: 20 * time.Millisecond, Speedup: 4},
	}}
	fmt.Print(r)
	fmt.Println(r.Won(), r.Speedup(concurrency.WorkerPool))
	// Output:
	// waits: 8 items, width 4
	//   sequential           80ms    1.0x
	//   worker pool          20ms    4.0x
	//   worker pool: 4.0x sequential
	// [worker pool] 4
}

func ExampleMeasure() {
	m := concurrency.Measure{Model: concurrency.Goroutines, Elapsed: time.Second, Speedup: 2}
	fmt.Println(m.Model, m.Elapsed, m.Speedup)
	// Output: goroutines 1s 2
}

func ExampleModel() {
	var m concurrency.Model = concurrency.GIL
	fmt.Println(m)
	// Output: GIL
}

func ExampleModels() {
	for _, m := range concurrency.Models() {
		fmt.Println(m)
	}
	// Output:
	// sequential
	// goroutines
	// channels
	// worker pool
	// GIL
}
