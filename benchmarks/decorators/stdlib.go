package decorators

import (
	"context"
	"time"

	"github.com/goconcepts/cookbook/benchmarks/harness"
)

func stdlib() peer {
	return peer{
		library: harness.Stdlib,
		timeout: func(d time.Duration, f operation) operation {
			return func(ctx context.Context, in int) (int, error) {
				ctx, cancel := context.WithTimeout(ctx, d)
				defer cancel()
				return f(ctx, in)
			}
		},
	}
}
