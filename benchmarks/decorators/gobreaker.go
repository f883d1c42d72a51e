package decorators

import (
	"context"
	"time"

	"github.com/sony/gobreaker/v2"
)

func gobreakerV2() peer {
	guarded := func(b *gobreaker.CircuitBreaker[int], f operation) operation {
		return func(ctx context.Context, in int) (int, error) {
			return b.Execute(func() (int, error) { return f(ctx, in) })
		}
	}
	return peer{
		library: "github.com/sony/gobreaker/v2",
		breaker: func(p breakerPlan, f operation) (operation, func() bool) {
			var b *gobreaker.CircuitBreaker[int]
			settings := gobreaker.Settings{
				Timeout:     p.openFor,
				ReadyToTrip: func(c gobreaker.Counts) bool { return int(c.ConsecutiveFailures) >= p.failures },
			}
			if p.changed != nil {
				settings.OnStateChange = func(string, gobreaker.State, gobreaker.State) {
					p.changed(func() bool { return b.State() == gobreaker.StateOpen })
				}
			}
			b = gobreaker.NewCircuitBreaker[int](settings)
			return guarded(b, f), func() bool { return b.State() == gobreaker.StateClosed }
		},
		windowed: func(f operation) operation {
			return guarded(gobreaker.NewCircuitBreaker[int](gobreaker.Settings{
				Interval: 10 * time.Second, BucketPeriod: time.Second,
				ReadyToTrip: func(c gobreaker.Counts) bool { return c.Requests >= 10 && c.TotalFailures*2 >= c.Requests },
			}), f)
		},
	}
}
