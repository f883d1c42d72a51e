package pool

import (
	"context"

	"github.com/goconcepts/cookbook/benchmarks/harness"
)

// byHand is a buffered channel of places; a nil one is to be opened.
func byHand() peer {
	return peer{
		library: harness.HandWritten,
		pool: func(asked plan) (lent, error) {
			places := make(chan *thing, asked.max)
			for range asked.max {
				places <- nil
			}
			get := func(ctx context.Context) (t *thing, err error) {
				select {
				case t = <-places:
				case <-ctx.Done():
					return nil, context.Cause(ctx)
				}
				if t == nil {
					if t, err = asked.open(ctx); err != nil {
						places <- nil
					}
				}
				return t, err
			}
			return lentBy(get, func(t *thing) { places <- t }), nil
		},
	}
}
