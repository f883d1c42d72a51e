package concurrency

import (
	"context"

	"github.com/alitto/pond/v2"
)

func pondPeer() peer {
	return peer{
		library: "github.com/alitto/pond/v2",
		tries:   true,
		groups:  true,
		mapped: func(items []int, width int, f func(int) int) []int {
			p := pond.NewResultPool[int](width)
			defer p.StopAndWait()
			g := p.NewGroup()
			for _, v := range items {
				g.Submit(func() int { return f(v) })
			}
			out, err := g.Wait()
			if err != nil {
				panic(err)
			}
			return out
		},
		mapErr: func(ctx context.Context, items []int, width int, f func(context.Context, int) (int, error)) ([]int, error) {
			p := pond.NewResultPool[int](width)
			defer p.StopAndWait()
			g := p.NewGroupContext(ctx)
			for _, v := range items {
				g.SubmitErr(func() (int, error) { return f(ctx, v) })
			}
			return g.Wait()
		},
		pool: func(width, queue int) workers {
			p := pond.NewPool(width, pond.WithQueueSize(queue))
			return workers{
				submit: p.Go,
				try: func(f func()) bool {
					_, ok := p.TrySubmit(f)
					return ok
				},
				close: p.StopAndWait,
				group: func(ctx context.Context) (func(func(context.Context) error), func() error) {
					g := p.NewGroupContext(ctx)
					return func(f func(context.Context) error) {
						g.SubmitErr(func() error { return f(g.Context()) })
					}, g.Wait
				},
			}
		},
	}
}
