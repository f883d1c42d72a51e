package decorators

import (
	"context"
	"errors"
	"fmt"
	"math"
	"sync"
	"sync/atomic"
	"time"
)

// BreakerState is what a [Breaker] does with calls.
type BreakerState uint8

// The states. The zero value is Closed.
const (
	Closed   BreakerState = iota // calls go through
	Open                         // calls are refused
	HalfOpen                     // one probe is on its way, the others are refused
)

// String returns the name in lower case.
func (s BreakerState) String() string {
	switch s {
	case Closed:
		return "closed"
	case Open:
		return "open"
	case HalfOpen:
		return "half-open"
	default:
		return fmt.Sprintf("state(%d)", uint8(s))
	}
}

// BreakerConfig says when a breaker opens and for how long. The zero value opens
// for 10 s after 5 failures in a row. With a Window it counts the share of
// failures in the time just past instead.
type BreakerConfig struct {
	Failures   int           // failures in a row that open it; 0 is 5; must be 0 with a Window
	Window     time.Duration // the sliding window, 10 ms or more; 0 counts failures in a row
	Rate       float64       // with a Window: the share of failures that opens it, above 0 to 1; 0 is 0.5
	MinCalls   int           // with a Window: fewer calls than this never open it; 0 is 10
	OpenFor    time.Duration // how long it refuses before a probe; 0 is 10 s
	ProbeLease time.Duration // after which a probe that has not come back is given up and the next call probes; 0 is OpenFor

	// FailIf reports whether an error counts as a failure; nil counts each. An
	// error that does not count is a success: the other side has answered.
	FailIf func(error) bool
	// OnChange is told of each change, in order, one at a time, with no lock
	// held: it may ask the breaker. It runs in a goroutine that made a change.
	OnChange func(from, to BreakerState)
}

// Breaker is a circuit breaker, a [Gate]: after failures it refuses calls for a
// while, so that a service that is down is not called for nothing and has peace
// to come back; then one call probes it.
//
//   - In the half-open state exactly one call is admitted. If it hangs, its lease
//     ends; if it panics, it has failed; the breaker never sticks.
//   - A panic or runtime.Goexit is a failure, whatever FailIf says.
//   - A call whose caller has cancelled its context says nothing about the other
//     side, and counts neither way. A deadline that passed does count.
//   - Results of calls admitted before the last change of state are ignored.
//
// A call through a closed breaker takes no lock and allocates nothing: a few
// nanoseconds, with a Window some tens. It is safe for concurrent use and must
// not be copied. The window has ten steps and takes 1 kB.
//
// Source: M. Nygard, "Release It!", 2007. Where a bound on calls in flight is
// all you need, a [Bulkhead] is simpler and never refuses a healthy service.
type Breaker struct {
	config BreakerConfig
	begun  time.Time
	phase  atomic.Pointer[phase]

	mu        sync.Mutex // held to change the phase
	changes   [][2]BreakerState
	notifying bool
}

// phase is the time between two changes of state. Its gen is the ticket of the
// calls that it admits.
type phase struct {
	gen      uint64
	state    BreakerState
	until    time.Duration // on the breaker's clock: open, the next probe; half-open, the end of the lease
	failures atomic.Int32  // in a row; closed without a window
	window   *window       // closed with a window
}

// NewBreaker returns a closed breaker. A field out of its range is an error.
func NewBreaker(c BreakerConfig) (*Breaker, error) {
	switch {
	case c.Failures < 0 || c.Failures > math.MaxInt32:
		return nil, rangeError("BreakerConfig.Failures", c.Failures, "0 to 2147483647")
	case c.Failures > 0 && c.Window != 0:
		return nil, rangeError("BreakerConfig.Failures", c.Failures, "0, as it must be with a Window")
	case c.Window != 0 && c.Window < 10*time.Millisecond:
		return nil, rangeError("BreakerConfig.Window", c.Window, "0, or 10ms or more")
	case !(c.Rate >= 0 && c.Rate <= 1):
		return nil, rangeError("BreakerConfig.Rate", c.Rate, "0 to 1")
	case c.MinCalls < 0:
		return nil, rangeError("BreakerConfig.MinCalls", c.MinCalls, "0 or more")
	case c.Window == 0 && (c.Rate != 0 || c.MinCalls != 0):
		return nil, rangeError("BreakerConfig.Window", c.Window, "one, as Rate and MinCalls need it")
	case c.OpenFor < 0:
		return nil, rangeError("BreakerConfig.OpenFor", c.OpenFor, "0 or more")
	case c.ProbeLease < 0:
		return nil, rangeError("BreakerConfig.ProbeLease", c.ProbeLease, "0 or more")
	}
	if c.Failures == 0 {
		c.Failures = 5
	}
	if c.Rate == 0 {
		c.Rate = 0.5
	}
	if c.MinCalls == 0 {
		c.MinCalls = 10
	}
	if c.OpenFor == 0 {
		c.OpenFor = 10 * time.Second
	}
	if c.ProbeLease == 0 {
		c.ProbeLease = c.OpenFor
	}
	b := &Breaker{config: c, begun: time.Now()}
	b.phase.Store(b.next(&phase{}, Closed, 0))
	return b, nil
}

// State returns the state. An open breaker whose time is over stays open until
// a call comes to probe.
func (b *Breaker) State() BreakerState { return b.phase.Load().state }

// Enter admits a call if the breaker is closed, or if it is time for a probe.
// The error is a [*RefusedError] with [ErrOpen].
func (b *Breaker) Enter(ctx context.Context) (uint64, error) {
	if p := b.phase.Load(); p.state == Closed {
		return p.gen, nil
	}
	return b.probe(ctx)
}

// probe admits the call that is to probe, if it is time.
func (b *Breaker) probe(ctx context.Context) (uint64, error) {
	b.mu.Lock()
	p, now := b.phase.Load(), time.Since(b.begun)
	if p.state == Closed {
		b.mu.Unlock()
		return p.gen, nil
	}
	if now < p.until {
		b.mu.Unlock()
		return 0, &RefusedError{Name: nameOf(ctx), Reason: ErrOpen, After: p.until - now}
	}
	probing := b.next(p, HalfOpen, now+b.config.ProbeLease)
	b.change(p, probing)
	return probing.gen, nil
}

// Leave counts the call's end.
func (b *Breaker) Leave(ctx context.Context, ticket uint64, err error) {
	p := b.phase.Load()
	if p.gen != ticket {
		return // admitted before the last change: it tells of the past
	}
	if err == nil && p.state == Closed && p.window == nil && p.failures.Load() == 0 {
		return // nothing to note: a healthy breaker's memory is never written
	}
	switch {
	case err == nil:
		b.succeeded(p)
	case err == ErrNotReturned: //nolint:errorlint // Guard passes the value itself.
		b.failed(p)
	case errors.Is(ctx.Err(), context.Canceled):
		if p.state == HalfOpen { // no answer, so the next call probes
			b.leave(p, Open, 0)
		}
	case b.config.FailIf != nil && !b.config.FailIf(err):
		b.succeeded(p)
	default:
		b.failed(p)
	}
}

func (b *Breaker) succeeded(p *phase) {
	switch {
	case p.state == HalfOpen:
		b.leave(p, Closed, 0)
	case p.window != nil:
		p.window.add(time.Since(b.begun), false)
	default:
		p.failures.Store(0)
	}
}

func (b *Breaker) failed(p *phase) {
	now := time.Since(b.begun)
	if p.state == Closed {
		if p.window == nil {
			if int(p.failures.Add(1)) < b.config.Failures {
				return
			}
		} else {
			p.window.add(now, true)
			calls, failures := p.window.counts(now)
			if calls < b.config.MinCalls || float64(failures) < b.config.Rate*float64(calls) {
				return
			}
		}
	}
	b.leave(p, Open, now+b.config.OpenFor)
}

// leave ends phase p, unless somebody else has.
func (b *Breaker) leave(p *phase, to BreakerState, until time.Duration) {
	b.mu.Lock()
	if b.phase.Load() != p {
		b.mu.Unlock()
		return
	}
	b.change(p, b.next(p, to, until))
}

// next is the phase that follows p.
func (b *Breaker) next(p *phase, to BreakerState, until time.Duration) *phase {
	n := &phase{gen: p.gen + 1, state: to, until: until}
	if to == Closed && b.config.Window > 0 {
		n.window = newWindow(b.config.Window)
	}
	return n
}

// change makes n the phase and tells the hook. The caller holds b.mu; change
// lets go of it.
func (b *Breaker) change(p, n *phase) {
	b.phase.Store(n)
	if b.config.OnChange == nil || p.state == n.state {
		b.mu.Unlock()
		return
	}
	b.changes = append(b.changes, [2]BreakerState{p.state, n.state})
	if b.notifying { // whoever is at it will tell of this one too
		b.mu.Unlock()
		return
	}
	b.notifying = true
	defer func() { // also if the hook panics
		b.notifying = false
		b.mu.Unlock()
	}()
	for len(b.changes) > 0 {
		c := b.changes[0]
		b.changes = b.changes[1:]
		b.tell(c)
	}
}

// tell calls the hook with b.mu let go.
func (b *Breaker) tell(c [2]BreakerState) {
	b.mu.Unlock()
	defer b.mu.Lock()
	b.config.OnChange(c[0], c[1])
}
