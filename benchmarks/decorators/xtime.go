package decorators

import (
	"context"

	"golang.org/x/time/rate"
)

func xtime() peer {
	return peer{
		library: "golang.org/x/time",
		limit: func(f operation) operation {
			l := rate.NewLimiter(1e9, 1e6)
			return func(ctx context.Context, in int) (int, error) {
				if err := l.Wait(ctx); err != nil {
					return 0, err
				}
				return f(ctx, in)
			}
		},
	}
}
