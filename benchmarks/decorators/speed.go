package decorators

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"time"

	"github.com/goconcepts/cookbook/benchmarks/harness"
	"github.com/goconcepts/cookbook/decorators"
)

func jobs() []harness.Job {
	breaker := func(p peer) operation {
		if p.breaker == nil {
			return nil
		}
		call, _ := p.breaker(breakerPlan{failures: 5, openFor: time.Minute}, double)
		return call
	}
	windowed := func(p peer) operation { return feature(p.windowed) }
	return []harness.Job{
		job("breaker, closed, failures in a row", breaker, nil, 1),
		job("breaker, closed, failures in a row, two goroutines", breaker, nil, 2),
		job("breaker, closed, rate over a window", windowed, nil, 1),
		job("breaker, closed, rate over a window, two goroutines", windowed, nil, 2),
		job("timeout that does not fire", func(p peer) operation {
			if p.timeout == nil {
				return nil
			}
			return p.timeout(time.Minute, double)
		}, nil, 1),
		job("rate limit with room", func(p peer) operation { return feature(p.limit) }, nil, 1),
		job("bulkhead with room and a queue", func(p peer) operation {
			if p.bulkhead == nil {
				return nil
			}
			return p.bulkhead(100, double)
		}, channel, 1),
		job("ten layers that do nothing", func(p peer) operation {
			if p.library != harness.Ours {
				return nil
			}
			return tenLayers()
		}, tenByHand, 1),
		writerJob(),
		attributeJob(),
		tagsJob(),
		keyedJob(),
	}
}

func feature(wrap func(operation) operation) operation {
	if wrap == nil {
		return nil
	}
	return wrap(double)
}

// job times one layer around a function that doubles its argument.
func job(name string, make func(peer) operation, byHand func() operation, goroutines int) harness.Job {
	j := harness.Job{Name: name, Unit: "call"}
	for _, p := range peers() {
		if make(p) != nil {
			j.Contestants = append(j.Contestants, contestant(p.library, func() operation { return make(p) }, goroutines))
		}
	}
	if byHand != nil {
		j.Contestants = append(j.Contestants, contestant(harness.HandWritten, byHand, goroutines))
	}
	return j
}

func contestant(library string, make func() operation, goroutines int) harness.Contestant {
	return harness.Contestant{Library: library, Start: func() (func(int), func(), error) {
		call := make()
		ctx, cancel := context.WithCancel(context.Background())
		if v, err := call(ctx, 21); v != 42 || err != nil {
			cancel()
			return nil, nil, fmt.Errorf("got %d, %w, not 42", v, err)
		}
		loop := func(n int) {
			for range n {
				_, _ = call(ctx, 21)
			}
		}
		if goroutines == 1 {
			return loop, cancel, nil
		}
		return func(n int) {
			var all sync.WaitGroup
			for range goroutines {
				all.Go(func() { loop(n / goroutines) })
			}
			all.Wait()
		}, cancel, nil
	}}
}

// channel is the bulkhead that one writes with a buffered channel.
func channel() operation {
	places := make(chan struct{}, 100)
	return func(ctx context.Context, in int) (int, error) {
		select {
		case places <- struct{}{}:
		case <-ctx.Done():
			return 0, ctx.Err()
		}
		defer func() { <-places }()
		return double(ctx, in)
	}
}

func tenLayers() operation {
	layers := make([]decorators.Middleware[int, int], 10)
	for i := range layers {
		layers[i] = func(next function) function {
			return func(ctx context.Context, in int) (int, error) { return next(ctx, in) }
		}
	}
	return operation(decorators.Chain(double, layers...))
}

func tenByHand() operation {
	f := operation(double)
	for range 10 {
		next := f
		f = func(ctx context.Context, in int) (int, error) { return next(ctx, in) }
	}
	return f
}

func writerJob() harness.Job {
	j := harness.Job{Name: "response writer that notes the status, inner with all four interfaces", Unit: "request"}
	for _, p := range peers() {
		if p.observe == nil {
			continue
		}
		j.Contestants = append(j.Contestants, harness.Contestant{Library: p.library, Start: func() (func(int), func(), error) {
			inner, request := combinations[15], httptest.NewRequest(http.MethodGet, "/", nil)
			teapot := func(w http.ResponseWriter) { w.WriteHeader(418) }
			if status := p.observe(inner, request, teapot); status != 418 {
				return nil, nil, fmt.Errorf("status %d", status)
			}
			return func(n int) {
				for range n {
					p.observe(inner, request, teapot)
				}
			}, nil, nil
		}})
	}
	return j
}

// keyedJob asks for an instance that is there. The floor is a sync.Map of sync.OnceValue.
func keyedJob() harness.Job {
	build := func(_ context.Context, key string) (int, error) { return len(key), nil }
	floor := func() func(context.Context, string) (int, error) {
		var all sync.Map
		return func(ctx context.Context, key string) (int, error) {
			once, ok := all.Load(key)
			if !ok {
				once, _ = all.LoadOrStore(key, sync.OnceValues(func() (int, error) { return build(ctx, key) }))
			}
			return once.(func() (int, error))()
		}
	}
	start := func(make func() func(context.Context, string) (int, error)) func() (func(int), func(), error) {
		return func() (func(int), func(), error) {
			get, ctx := make(), context.Background()
			for range 10 {
				for _, key := range []string{"users", "orders", "prices"} {
					if n, err := get(ctx, key); n != len(key) || err != nil {
						return nil, nil, fmt.Errorf("got %d, %w", n, err)
					}
				}
			}
			return func(n int) {
				for range n {
					_, _ = get(ctx, "orders")
				}
			}, nil, nil
		}
	}
	return harness.Job{Name: "one instance for each key, hit", Unit: "call", Contestants: []harness.Contestant{
		{Library: harness.Ours, Start: start(func() func(context.Context, string) (int, error) {
			return must(decorators.Keyed(build, decorators.KeyedConfig{}))
		})},
		{Library: harness.HandWritten, Start: start(floor)},
	}}
}
