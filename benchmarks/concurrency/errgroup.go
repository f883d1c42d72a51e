package concurrency

import (
	"context"
	"sync"

	"golang.org/x/sync/errgroup"
)

func errgroupPeer() peer {
	return peer{
		library: "golang.org/x/sync",
		mapErr: func(ctx context.Context, items []int, width int, f func(context.Context, int) (int, error)) ([]int, error) {
			out := make([]int, len(items))
			g, ctx := errgroup.WithContext(ctx)
			g.SetLimit(width)
			for i, v := range items {
				g.Go(func() (err error) {
					out[i], err = f(ctx, v)
					return err
				})
			}
			return out, g.Wait()
		},
		first: func(fs []func(context.Context) (int, error)) (int, error) {
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			var (
				g    errgroup.Group
				once sync.Once
				won  int
				ok   bool
			)
			for _, f := range fs {
				g.Go(func() error {
					v, err := f(ctx)
					if err == nil {
						once.Do(func() {
							won, ok = v, true
							cancel()
						})
					}
					return err
				})
			}
			err := g.Wait()
			if ok {
				return won, nil
			}
			return 0, err
		},
	}
}
