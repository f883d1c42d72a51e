package pool

import (
	"context"
	"errors"
	"time"

	"github.com/goconcepts/cookbook/benchmarks/harness"
	"github.com/goconcepts/cookbook/patterns/pool"
)

func ours() peer {
	return peer{
		library: harness.Ours, lifetimes: true, idles: true, checks: true, watches: true, does: true, closes: true, broken: errBroken,
		pool: func(asked plan) (lent, error) {
			c := pool.Config[*thing]{
				Open:        asked.open,
				Max:         asked.max,
				Broken:      func(err error) bool { return errors.Is(err, errBroken) },
				MaxLifetime: asked.lifetime,
				MaxIdle:     asked.idle,
			}
			if asked.close != nil {
				c.Close = func(t *thing) error { asked.close(t); return nil }
			}
			if asked.checked {
				c.Check = func(_ context.Context, t *thing) error {
					if t.unsound.Load() {
						return errBroken
					}
					return nil
				}
			}
			if asked.watched {
				c.LeakAfter = 10 * time.Millisecond
			}
			p, err := pool.New(c)
			if err != nil {
				return lent{}, err
			}
			return lent{
				with: func(ctx context.Context, use func(*thing)) error {
					l, err := p.Acquire(ctx)
					if err != nil {
						return err
					}
					use(l.Value())
					return l.Release()
				},
				acquire: func(ctx context.Context) (lease, error) {
					l, err := p.Acquire(ctx)
					return lease{l.Value(), l.Release}, err
				},
				do:    p.Do,
				close: p.Close,
			}, nil
		},
	}
}
