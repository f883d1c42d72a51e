package concurrency

import (
	"context"
	"iter"

	conciter "github.com/sourcegraph/conc/iter"
	"github.com/sourcegraph/conc/pool"
	"github.com/sourcegraph/conc/stream"
)

func concPeer() peer {
	return peer{
		library: "github.com/sourcegraph/conc",
		mapped: func(items []int, width int, f func(int) int) []int {
			m := conciter.Mapper[int, int]{MaxGoroutines: width}
			return m.Map(items, func(v *int) int { return f(*v) })
		},
		mapErr: func(ctx context.Context, items []int, width int, f func(context.Context, int) (int, error)) ([]int, error) {
			out := make([]int, len(items))
			p := pool.New().WithMaxGoroutines(width).WithContext(ctx).WithCancelOnError().WithFirstError()
			for i, v := range items {
				p.Go(func(ctx context.Context) (err error) {
					out[i], err = f(ctx, v)
					return err
				})
			}
			return out, p.Wait()
		},
		stream: func(src iter.Seq[int], width int, f func(int) int, consume func(int)) {
			s := stream.New().WithMaxGoroutines(width)
			for v := range src {
				s.Go(func() stream.Callback {
					r := f(v)
					return func() { consume(r) }
				})
			}
			s.Wait()
		},
	}
}
