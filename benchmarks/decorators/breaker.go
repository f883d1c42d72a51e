package decorators

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/goconcepts/cookbook/benchmarks/harness"
	"github.com/goconcepts/cookbook/internal/outcome"
)

func breakerRows() []harness.Row {
	has := func(p peer) bool { return p.breaker != nil }
	hooks := func(p peer) bool { return has(p) && p.library != "github.com/eapache/go-resiliency" }
	return []harness.Row{
		row("breaker: of fifty calls after its time one probes", has, oneProbe),
		row("breaker: a panic counts as a failure", has, counts(func() { panic("boom") })),
		row("breaker: a panic in the probe leaves it usable", has, probeEnds(func() { panic("boom") })),
		row("breaker: runtime.Goexit in the probe leaves it usable", has, probeEnds(runtime.Goexit)),
		row("breaker: a failure of a call admitted before the last change is ignored", has, late(errDown, true)),
		row("breaker: a success of a call admitted before it opened does not close it", has, late(nil, false)),
		row("breaker: a probe that hangs is given up in time", has, hungProbe),
		row("breaker: the caller's own cancellation is no failure by default", has, callerCancels),
		row("breaker: a hook may ask for the state", hooks, hookAsks),
	}
}

// inBubble runs f on a fake clock, and then a day, for goroutines that f leaves asleep.
func inBubble(f func() error) (err error) {
	synctest.Test(new(testing.T), func(*testing.T) {
		err = f()
		time.Sleep(24 * time.Hour)
	})
	return err
}

// action is a function that the operation runs, by the number it is given.
type actions map[int]func(ctx context.Context) (int, error)

func (a actions) call(ctx context.Context, in int) (int, error) {
	if f := a[in]; f != nil {
		return f(ctx)
	}
	return double(ctx, in)
}

const (
	well = 21
	fail = -iota
	end
	slow
)

func failing(context.Context) (int, error) { return 0, errDown }

// ended runs f in a goroutine that may panic or exit, and waits for it.
func ended(f func()) outcome.Outcome {
	seen := make(chan outcome.Outcome)
	go outcome.Run(f, func(o outcome.Outcome) { seen <- o })
	return <-seen
}

func oneProbe(p peer) error {
	return inBubble(func() error {
		var admitted atomic.Int32
		call, _ := p.breaker(breakerPlan{failures: 1, openFor: time.Second}, actions{fail: failing, slow: func(context.Context) (int, error) {
			admitted.Add(1)
			time.Sleep(100 * time.Millisecond)
			return 0, nil
		}}.call)
		_, _ = call(context.Background(), fail)
		time.Sleep(1100 * time.Millisecond)
		var all sync.WaitGroup
		for range 50 {
			all.Go(func() { _, _ = call(context.Background(), slow) })
		}
		all.Wait()
		if n := admitted.Load(); n != 1 {
			return fmt.Errorf("%d of 50 calls went through", n)
		}
		return nil
	})
}

func counts(ending func()) func(peer) error {
	return func(p peer) error {
		return inBubble(func() error {
			call, _ := p.breaker(breakerPlan{failures: 2, openFor: time.Second},
				actions{end: func(context.Context) (int, error) { ending(); return 0, nil }}.call)
			for range 2 {
				ended(func() { _, _ = call(context.Background(), end) })
			}
			if _, err := call(context.Background(), well); err == nil {
				return errors.New("still closed after two")
			}
			return nil
		})
	}
}

func probeEnds(ending func()) func(peer) error {
	return func(p peer) error {
		return inBubble(func() error {
			call, _ := p.breaker(breakerPlan{failures: 1, openFor: time.Second},
				actions{fail: failing, end: func(context.Context) (int, error) { ending(); return 0, nil }}.call)
			_, _ = call(context.Background(), fail)
			time.Sleep(1100 * time.Millisecond)
			ended(func() { _, _ = call(context.Background(), end) })
			for range 10 {
				time.Sleep(time.Minute)
				if _, err := call(context.Background(), well); err == nil {
					return nil
				}
			}
			return errors.New("ten minutes later each call is still refused")
		})
	}
}

// late lets a call end after the breaker has moved on, and says which state it must keep.
func late(result error, closed bool) func(peer) error {
	return func(p peer) error {
		return inBubble(func() error {
			call, isClosed := p.breaker(breakerPlan{failures: 1, openFor: time.Second}, actions{fail: failing, slow: func(context.Context) (int, error) {
				time.Sleep(2 * time.Second)
				return 0, result
			}}.call)
			var old sync.WaitGroup
			old.Go(func() { _, _ = call(context.Background(), slow) })
			synctest.Wait()
			if closed { // it opens and closes again meanwhile
				_, _ = call(context.Background(), fail)
				time.Sleep(1100 * time.Millisecond)
				_, _ = call(context.Background(), well)
			} else { // it opens just before
				time.Sleep(1500 * time.Millisecond)
				_, _ = call(context.Background(), fail)
			}
			if isClosed() != closed {
				return errors.New("not in the state that the test begins with")
			}
			old.Wait()
			if isClosed() != closed {
				return errors.New("the old result changed the state")
			}
			return nil
		})
	}
}

func hungProbe(p peer) error {
	return inBubble(func() error {
		release := make(chan bool)
		call, _ := p.breaker(breakerPlan{failures: 1, openFor: time.Second}, actions{fail: failing, slow: func(context.Context) (int, error) {
			<-release
			return 0, nil
		}}.call)
		_, _ = call(context.Background(), fail)
		time.Sleep(1100 * time.Millisecond)
		var hung sync.WaitGroup
		hung.Go(func() { _, _ = call(context.Background(), slow) })
		synctest.Wait()
		time.Sleep(time.Hour)
		_, err := call(context.Background(), well)
		close(release)
		hung.Wait()
		if err != nil {
			return fmt.Errorf("an hour later: %w", err)
		}
		return nil
	})
}

func callerCancels(p peer) error {
	return inBubble(func() error {
		call, isClosed := p.breaker(breakerPlan{failures: 1, openFor: time.Second}, actions{slow: func(ctx context.Context) (int, error) {
			<-ctx.Done()
			return 0, ctx.Err()
		}}.call)
		ctx, cancel := context.WithCancel(context.Background())
		time.AfterFunc(time.Millisecond, cancel)
		_, _ = call(ctx, slow)
		if !isClosed() {
			return errors.New("one cancelled call opened it")
		}
		return nil
	})
}

func hookAsks(p peer) error {
	asked, answered := make(chan bool, 9), false
	call, _ := p.breaker(breakerPlan{failures: 1, openFor: time.Hour, changed: func(open func() bool) { asked <- open() }}, actions{fail: failing}.call)
	done := make(chan bool)
	go func() { _, _ = call(context.Background(), fail); close(done) }()
	select {
	case <-done:
	case <-time.After(2 * time.Second):
		return errors.New("the call hangs")
	}
	select {
	case answered = <-asked:
	default:
	}
	if !answered {
		return errors.New("the hook was not told that it is open")
	}
	return nil
}
