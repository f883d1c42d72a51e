package concurrency

import (
	"context"
	"iter"

	"github.com/goconcepts/cookbook/benchmarks/harness"
	"github.com/goconcepts/cookbook/concurrency"
)

func ours() peer {
	return peer{
		library: harness.Ours,
		tries:   true,
		groups:  true,
		mapped: func(items []int, width int, f func(int) int) []int {
			return concurrency.Map(items, f, &concurrency.Options{Width: width})
		},
		mapErr: func(ctx context.Context, items []int, width int, f func(context.Context, int) (int, error)) ([]int, error) {
			return concurrency.MapErr(ctx, items, f, &concurrency.Options{Width: width})
		},
		fast: func(ctx context.Context, items []int, width int, f func(context.Context, int) (int, error)) ([]int, error) {
			return concurrency.MapErr(ctx, items, f, &concurrency.Options{Width: width, FailFast: true})
		},
		stream: ourStream(0),
		pool: func(width, queue int) workers {
			p, err := concurrency.NewPool(concurrency.PoolConfig{Workers: width, Queue: queue})
			if err != nil {
				panic(err)
			}
			return workers{
				submit: func(f func()) error { return p.Submit(context.Background(), f) },
				try:    p.TrySubmit,
				close:  func() { _ = p.Close() },
				group: func(ctx context.Context) (func(func(context.Context) error), func() error) {
					g := p.Group(ctx)
					return func(f func(context.Context) error) { _ = g.Go(f) }, g.Wait
				},
			}
		},
		first: func(fs []func(context.Context) (int, error)) (int, error) {
			return concurrency.First(context.Background(), fs...)
		},
	}
}

// ourStream is a stream that reads so far ahead.
func ourStream(ahead int) func(iter.Seq[int], int, func(int) int, func(int)) {
	return func(src iter.Seq[int], width int, f func(int) int, consume func(int)) {
		do := func(_ context.Context, v int) (int, error) { return f(v), nil }
		for v, err := range concurrency.Stream(context.Background(), src, do, &concurrency.Options{Width: width, Ahead: ahead}) {
			if err != nil {
				panic(err)
			}
			consume(v)
		}
	}
}
