package pool

import (
	"context"

	"github.com/jackc/puddle/v2"
)

func puddlePool() peer {
	return peer{
		library: "github.com/jackc/puddle/v2", closes: true,
		pool: func(asked plan) (lent, error) {
			c := &puddle.Config[*thing]{Constructor: asked.open, MaxSize: int32(asked.max), Destructor: asked.close}
			if asked.close == nil {
				c.Destructor = func(*thing) {}
			}
			p, err := puddle.NewPool(c)
			if err != nil {
				return lent{}, err
			}
			return lent{
				with: func(ctx context.Context, use func(*thing)) error {
					r, err := p.Acquire(ctx)
					if err != nil {
						return err
					}
					use(r.Value())
					r.Release()
					return nil
				},
				acquire: func(ctx context.Context) (lease, error) {
					r, err := p.Acquire(ctx)
					if err != nil {
						return lease{}, err
					}
					return lease{r.Value(), func() error { r.Release(); return nil }}, nil
				},
				close: p.Close,
			}, nil
		},
	}
}
