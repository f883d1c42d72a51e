package pool

import (
	"context"
	"time"

	commons "github.com/jolestar/go-commons-pool/v2"
)

func commonsPool() peer {
	return peer{
		library: "github.com/jolestar/go-commons-pool/v2", idles: true, checks: true, watches: true, closes: true,
		pool: func(asked plan) (lent, error) {
			// Its functions take a background context of their own for work between calls.
			ctx := context.Background()
			factory := commons.NewPooledObjectFactory(
				func(ctx context.Context) (any, error) { return asked.open(ctx) },
				func(_ context.Context, o *commons.PooledObject) error {
					if asked.close != nil {
						asked.close(o.Object.(*thing))
					}
					return nil
				},
				func(_ context.Context, o *commons.PooledObject) bool { return !o.Object.(*thing).unsound.Load() },
				nil, nil)
			c := commons.NewDefaultPoolConfig()
			c.MaxTotal, c.MaxIdle = asked.max, asked.max
			c.TestOnBorrow = asked.checked
			if asked.idle > 0 {
				c.MinEvictableIdleTime, c.TimeBetweenEvictionRuns = asked.idle, asked.idle/2
			}
			var p *commons.ObjectPool
			if asked.watched {
				p = commons.NewObjectPoolWithAbandonedConfig(ctx, factory, c, &commons.AbandonedConfig{
					RemoveAbandonedOnBorrow: true, RemoveAbandonedTimeout: 10 * time.Millisecond,
				})
			} else {
				p = commons.NewObjectPool(ctx, factory, c)
			}
			return lent{
				with: func(ctx context.Context, use func(*thing)) error {
					o, err := p.BorrowObject(ctx)
					if err != nil {
						return err
					}
					use(o.(*thing))
					return p.ReturnObject(ctx, o)
				},
				acquire: func(ctx context.Context) (lease, error) {
					o, err := p.BorrowObject(ctx)
					if err != nil {
						return lease{}, err
					}
					return lease{o.(*thing), func() error { return p.ReturnObject(context.Background(), o) }}, nil
				},
				close: func() { p.Close(ctx) },
			}, nil
		},
	}
}
