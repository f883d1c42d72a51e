package decorators

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"
)

// LimiterConfig says how many calls a [Limiter] admits. Rate has no default.
type LimiterConfig struct {
	Rate    float64       // calls a second, 0.000001 to 1e9; no default; kept as whole nanoseconds between calls
	Burst   int           // calls that may come at once after a rest, 1 to 1000000; 0 is 1
	MaxWait time.Duration // how long a call may wait for its turn; 0 refuses at once
}

// Limiter admits a number of calls a second, a [Gate]. A call that would wait
// longer than MaxWait, or beyond its context's deadline, is refused at once; one
// whose context ends while it waits gives its turn back if nobody has queued
// behind it. Turns are taken in the order of arrival.
//
// It is the generic cell rate algorithm: one word of state, changed by one
// atomic operation, no lock, no timer while nobody waits, no allocation for a
// call that need not wait. It is safe for concurrent use and must not be copied.
//
// Source: ITU-T I.371, 1993. To limit calls in flight, not calls a second, use a [Bulkhead].
type Limiter struct {
	begun           time.Time
	interval, burst int64        // ns for a call, ns for a burst
	maxWait         int64        // ns
	arrival         atomic.Int64 // when the next call is due if all came evenly, ns after begun
}

// NewLimiter returns a limiter with a full burst. A field out of its range is an error.
func NewLimiter(c LimiterConfig) (*Limiter, error) {
	if !(c.Rate >= 1e-6 && c.Rate <= 1e9) {
		return nil, rangeError("LimiterConfig.Rate", c.Rate, "0.000001 to 1e9")
	}
	if c.Burst == 0 {
		c.Burst = 1
	}
	if c.Burst < 1 || c.Burst > 1e6 {
		return nil, rangeError("LimiterConfig.Burst", c.Burst, "0 to 1000000")
	}
	if c.MaxWait < 0 {
		return nil, rangeError("LimiterConfig.MaxWait", c.MaxWait, "0 or more")
	}
	interval := 1e9 / c.Rate
	if interval*float64(c.Burst) > 1e18 {
		return nil, rangeError("LimiterConfig.Burst", c.Burst, "less than 31 years of calls at Rate")
	}
	return &Limiter{
		begun: time.Now(), interval: int64(interval), burst: int64(interval) * int64(c.Burst), maxWait: int64(min(c.MaxWait, 1e18)),
	}, nil
}

// Enter admits a call at its turn. The error is a [*RefusedError] with
// [ErrLimited], or the context's.
func (l *Limiter) Enter(ctx context.Context) (uint64, error) {
	now := int64(time.Since(l.begun))
	for {
		due := l.arrival.Load()
		next := max(due, now) + l.interval
		wait := next - now - l.burst
		if wait > 0 && !l.mayWait(ctx, wait) {
			return 0, &RefusedError{Name: nameOf(ctx), Reason: ErrLimited, After: time.Duration(wait)}
		}
		if !l.arrival.CompareAndSwap(due, next) {
			continue
		}
		if wait > 0 && !sleep(ctx, time.Duration(wait)) {
			l.arrival.CompareAndSwap(next, next-l.interval)
			return 0, fmt.Errorf("decorators: limiter: %w", contextError(ctx))
		}
		return 0, nil
	}
}

func (l *Limiter) mayWait(ctx context.Context, wait int64) bool {
	if wait > l.maxWait {
		return false
	}
	deadline, ok := ctx.Deadline()
	return !ok || int64(time.Until(deadline)) > wait
}

// Leave does nothing: a call that was made has taken its turn.
func (l *Limiter) Leave(context.Context, uint64, error) {}
