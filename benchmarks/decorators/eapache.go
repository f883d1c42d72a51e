package decorators

import (
	"context"
	"time"

	"github.com/eapache/go-resiliency/breaker"
	"github.com/eapache/go-resiliency/deadline"
)

// eapache has no contexts: a breaker runs a function, a deadline tells it to stop by a channel.
func eapache() peer {
	return peer{
		library: "github.com/eapache/go-resiliency",
		breaker: func(p breakerPlan, f operation) (operation, func() bool) {
			b := breaker.New(p.failures, 1, p.openFor)
			call := func(ctx context.Context, in int) (out int, err error) {
				err = b.Run(func() (err error) { out, err = f(ctx, in); return err })
				return out, err
			}
			return call, func() bool { return b.GetState() == breaker.Closed }
		},
		timeout: func(d time.Duration, f operation) operation {
			bound := deadline.New(d)
			return func(ctx context.Context, in int) (out int, err error) {
				err = bound.Run(func(<-chan struct{}) (err error) { out, err = f(ctx, in); return err })
				return out, err
			}
		},
	}
}
