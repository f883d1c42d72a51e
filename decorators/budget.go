package decorators

import (
	"math"
	"sync/atomic"
)

// RetryBudget bounds the retries of a policy as a share of its successes, so
// that an outage is met with fewer calls instead of many times more. It is a
// token bucket: it begins full, each retry takes a token, each call that
// succeeds at its first attempt gives PerSuccess back. The zero value is no
// budget.
//
// Source: the retry throttling of gRPC (proposal A6) and of the AWS SDKs.
type RetryBudget struct {
	Tokens     int     // the bucket's size, up to a million; 0 is no budget
	PerSuccess float64 // tokens a success gives back, 0.001 to 1; 0 is 0.1: retries add a tenth at most
}

const (
	milli     = 1000
	maxTokens = 1_000_000
)

// budget counts in thousandths of a token. A nil budget never refuses.
type budget struct {
	left       atomic.Int64
	full, gain int64
}

func newBudget(c RetryBudget) (*budget, error) {
	if c == (RetryBudget{}) {
		return nil, nil
	}
	if c.Tokens < 1 || c.Tokens > maxTokens {
		return nil, rangeError("RetryBudget.Tokens", c.Tokens, "1 to 1000000")
	}
	if c.PerSuccess == 0 {
		c.PerSuccess = 0.1
	}
	if !(c.PerSuccess >= 1./milli && c.PerSuccess <= 1) {
		return nil, rangeError("RetryBudget.PerSuccess", c.PerSuccess, "0.001 to 1")
	}
	b := &budget{full: int64(c.Tokens) * milli, gain: int64(math.Round(c.PerSuccess * milli))}
	b.left.Store(b.full)
	return b, nil
}

// take takes a token and reports whether there was one.
func (b *budget) take() bool {
	for b != nil {
		left := b.left.Load()
		if left < milli {
			return false
		}
		if b.left.CompareAndSwap(left, left-milli) {
			break
		}
	}
	return true
}

// give puts a success's share back. A full bucket is only read.
func (b *budget) give() {
	for {
		left := b.left.Load()
		if left == b.full || b.left.CompareAndSwap(left, min(b.full, left+b.gain)) {
			return
		}
	}
}
