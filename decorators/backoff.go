package decorators

import (
	"fmt"
	"math"
	"math/bits"
	"time"
)

// Backoff tells how long to wait after failure n (1 is the first), when the
// wait before it was prev (0 at first). It is pure: random holds 64 uniform
// random bits and is its only source of chance, so that a seed fixes a whole
// sequence. A negative result means no wait. It must be safe for concurrent use.
type Backoff func(n int, prev time.Duration, random uint64) time.Duration

// Jitter says how an exponential backoff is spread, so that clients that failed
// together do not come back together. The zero value is FullJitter.
//
// Source: Marc Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
type Jitter uint8

// The jitters; d is the exponential delay of the attempt, capped.
const (
	FullJitter         Jitter = iota // uniform in [0, d]: the widest spread
	EqualJitter                      // uniform in [d/2, d]: never less than half the wait
	DecorrelatedJitter               // uniform in [Base, 3*prev], capped: grows from the last wait
	NoJitter                         // d itself: clients that collide once collide again
)

// String returns the name in lower case.
func (j Jitter) String() string {
	switch j {
	case FullJitter:
		return "full"
	case EqualJitter:
		return "equal"
	case DecorrelatedJitter:
		return "decorrelated"
	case NoJitter:
		return "none"
	default:
		return fmt.Sprintf("jitter(%d)", uint8(j))
	}
}

// ExponentialConfig is the shape of an exponential backoff. The zero value waits
// up to 100 ms, 200 ms, 400 ms ... 10 s, with full jitter.
type ExponentialConfig struct {
	Base   time.Duration // the first delay; 0 is 100 ms
	Max    time.Duration // the cap; 0 is 10 s, or Base if that is longer; never below Base
	Factor float64       // the growth, 1 or more; 0 is 2; 1 makes a constant
	Jitter Jitter        // the zero value is FullJitter
}

// NewExponential returns a Backoff that grows by Factor up to Max. No attempt
// number and no base overflow it. A call costs tens of nanoseconds and
// allocates nothing. A field out of its range is an error.
func NewExponential(c ExponentialConfig) (Backoff, error) {
	if c.Base < 0 {
		return nil, rangeError("ExponentialConfig.Base", c.Base, "0 or more")
	}
	if c.Base == 0 {
		c.Base = 100 * time.Millisecond
	}
	if c.Max == 0 {
		c.Max = max(c.Base, 10*time.Second)
	}
	if c.Max < c.Base {
		return nil, rangeError("ExponentialConfig.Max", c.Max, "Base or more")
	}
	if c.Factor == 0 {
		c.Factor = 2
	}
	if !(c.Factor >= 1) || math.IsInf(c.Factor, 1) { // the negation catches NaN
		return nil, rangeError("ExponentialConfig.Factor", c.Factor, "finite, 1 or more")
	}
	if c.Jitter > NoJitter {
		return nil, rangeError("ExponentialConfig.Jitter", c.Jitter, "one of the constants")
	}
	return c.delay, nil
}

// delay is the Backoff of a config whose defaults are filled in.
func (c ExponentialConfig) delay(n int, prev time.Duration, random uint64) time.Duration {
	if c.Jitter == DecorrelatedJitter {
		top := c.Max
		if prev = max(prev, c.Base); prev <= c.Max/3 {
			top = 3 * prev
		}
		return c.Base + uniform(top-c.Base, random)
	}
	d := c.Max
	// A float holds any power, if only as +Inf, so the cap is compared before anything can overflow.
	if f := float64(c.Base) * math.Pow(c.Factor, float64(max(n, 1)-1)); f < float64(c.Max) {
		d = max(c.Base, time.Duration(f)) // a float cannot hold every base
	}
	switch c.Jitter {
	case FullJitter:
		return uniform(d, random)
	case EqualJitter:
		return d - d/2 + uniform(d/2, random)
	default:
		return d
	}
}

// uniform maps 64 random bits onto [0, d] by multiplication, without a division.
func uniform(d time.Duration, random uint64) time.Duration {
	high, _ := bits.Mul64(random, uint64(d)+1)
	return time.Duration(high)
}

// rangeError is the error of a config field that is out of its range.
func rangeError(field string, value any, allowed string) error {
	return fmt.Errorf("decorators: %s is %v, want %s", field, value, allowed)
}
