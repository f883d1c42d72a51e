package decorators_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

var errBreakerByHand = errors.New("breaker: open")

// breakerByHand is a circuit breaker. The zero value of its state is closed.
type breakerByHand struct {
	limit   int           // failures in a row that open it
	openFor time.Duration // until a probe may go

	mu       sync.Mutex
	failures int
	until    time.Time // refuse before; zero while closed
	probing  bool
}

func (b *breakerByHand) call(ctx context.Context, f func(context.Context) error) error {
	b.mu.Lock()
	probe := !b.until.IsZero()
	if probe && (b.probing || time.Now().Before(b.until)) {
		b.mu.Unlock()
		return errBreakerByHand
	}
	b.probing = probe
	b.mu.Unlock()

	failed := true // so it stays if f panics
	defer func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		if probe {
			b.probing = false
		} else if !b.until.IsZero() {
			return // admitted before it opened: too late to count
		}
		switch {
		case !failed:
			b.failures, b.until = 0, time.Time{}
		case probe || b.failures+1 >= b.limit:
			b.until = time.Now().Add(b.openFor)
		default:
			b.failures++
		}
	}()
	err := f(ctx)
	failed = err != nil
	return err
}

// A circuit breaker by hand
//
// Three states. Closed: calls go through, failures in a row are counted. Open:
// after too many, calls are refused at once, which spares the caller a wait and
// the service the load. Half-open: when the time is over one call probes, and
// its result closes or opens the breaker again. The rest is care for panics
// and late results.
//
// Follow-ups:
//   - What does the production version add? decorators.NewBreaker takes no lock while closed, can count a rate over a window, ends the lease of a hung probe, and ignores every result of an earlier state.
//   - Why exactly one probe? Fifty at once are the load that brought the service down.
//   - Whose failure is a cancelled context? The caller's own, which says nothing about the service: the production version counts it neither way, this one as a failure.
//
// Pitfalls:
//   - Forgetting the panic: without the defer a probe that panics leaves the breaker half-open for ever.
//   - Calling a hook with the lock held: a hook that asks for the state deadlocks.
//   - One breaker for many services: one sick service then cuts off the healthy ones.
//
// Trade-offs: A breaker refuses calls that would have succeeded, and adds a state to reason about. A timeout
// and a bulkhead come first; a breaker pays when failures are slow or the service needs rest.
//
// From Python: A decorator such as pybreaker's does the same. In Go thousands of goroutines share
// one breaker, so the closed path of a production version should take no lock.
//
// Level: senior. Tags: breaker, resilience, mutex. Since: go1.25. See: decorators/timeout, decorators/retry.
func Example_breaker() {
	synctest.Test(new(testing.T), func(*testing.T) {
		b := &breakerByHand{limit: 2, openFor: time.Second}
		down := true
		service := func(context.Context) error {
			if down {
				return errors.New("service: down")
			}
			return nil
		}
		call := func(when string) { fmt.Println(when, b.call(context.Background(), service)) }
		call("closed:   ")
		call("closed:   ")
		call("open:     ")
		time.Sleep(time.Second)
		call("half-open:") // the probe fails
		call("open:     ")
		time.Sleep(time.Second)
		down = false
		call("half-open:")
		call("closed:   ")
	})
	// Output:
	// closed:    service: down
	// closed:    service: down
	// open:      breaker: open
	// half-open: service: down
	// open:      breaker: open
	// half-open: <nil>
	// closed:    <nil>
}
