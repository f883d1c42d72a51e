package retry

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

// rows are the promises of a retry. Where time plays they run on a fake clock.
func rows() []harness.Row {
	all := func(peer) bool { return true }
	return []harness.Row{
		row("no attempts at all are refused", func(p peer) bool { return !p.oneAtLeast }, refused(plan{attempts: 0})),
		row("a factor below 1 is refused", func(p peer) bool { return p.hasFactor },
			refused(plan{attempts: 3, base: time.Second, max: time.Minute, factor: 0.5})),
		row("a negative delay is refused", all, refused(plan{attempts: 3, base: -time.Second})),
		row("a context that has ended: no call", all, endedBefore),
		row("cancelled while it waits: returns at once", all, cancelledWaiting(returnsAtOnce)),
		row("cancelled while it waits: the error holds context, cause and attempts", all, cancelledWaiting(holdsAll)),
		row("a deadline before the next delay: fails now", all, deadline),
		row("a delay of an hour asked for by the error is bounded", func(p peer) bool { return p.bounded != nil }, asked),
		row("80 attempts from an hour up never overflow", all, overflow),
		row("a budget stops a storm of retries", func(p peer) bool { return p.budgeted != nil }, storm),
		row("a panic passes through", all, panics),
		row("runtime.Goexit passes through", all, exits),
	}
}

func row(name string, has func(peer) bool, ask func(peer) error) harness.Row {
	r := harness.Row{Name: name}
	for _, p := range peers() {
		if has(p) {
			r.Cells = append(r.Cells, harness.Cell{Library: p.library, Run: func() error { return ask(p) }})
		}
	}
	return r
}

// inBubble runs f on a fake clock.
func inBubble(f func() error) (err error) {
	synctest.Test(new(testing.T), func(*testing.T) { err = f() })
	return err
}

// refused asks whether a mistaken plan is an error or a panic before the function is called.
func refused(mistake plan) func(peer) error {
	return func(p peer) error {
		return inBubble(func() error {
			calls := 0
			ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
			defer cancel()
			call, err := p.with(mistake, func(context.Context, int) (int, error) {
				if calls++; calls > 50 {
					cancel()
				}
				return 0, errDown
			})
			if err != nil {
				return nil
			}
			outcome.Run(func() { _, err = call(ctx, 21) }, func(outcome.Outcome) {})
			switch {
			case calls > 50:
				return errors.New("accepted; more than 50 calls")
			case calls > 0:
				return fmt.Errorf("accepted; %d calls", calls)
			default:
				return nil
			}
		})
	}
}

func endedBefore(p peer) error {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	calls := 0
	call, err := p.with(plan{attempts: 3}, func(context.Context, int) (int, error) { calls++; return 42, nil })
	if err != nil {
		return err
	}
	_, err = call(ctx, 21)
	switch {
	case calls > 0:
		return fmt.Errorf("%d call, error %v", calls, err)
	case err == nil:
		return errors.New("no call and no error")
	}
	return nil
}

var errShutdown = errors.New("shutdown")

// cancelledWaiting cancels with a cause 10 ms into a wait of an hour.
func cancelledWaiting(check func(err error, took time.Duration) error) func(peer) error {
	return func(p peer) error {
		return inBubble(func() error {
			ctx, cancel := context.WithCancelCause(context.Background())
			defer cancel(nil)
			call, err := p.with(plan{attempts: 3, base: time.Hour}, func(context.Context, int) (int, error) { return 0, errDown })
			if err != nil {
				return err
			}
			time.AfterFunc(10*time.Millisecond, func() { cancel(errShutdown) })
			begin := time.Now()
			_, err = call(ctx, 21)
			return check(err, time.Since(begin))
		})
	}
}

func returnsAtOnce(err error, took time.Duration) error {
	if took != 10*time.Millisecond || err == nil {
		return fmt.Errorf("returned after %v with %v", took, err)
	}
	return nil
}

func holdsAll(err error, _ time.Duration) error {
	var lost []string
	for _, want := range []error{context.Canceled, errShutdown, errDown} {
		if !errors.Is(err, want) {
			lost = append(lost, want.Error())
		}
	}
	if len(lost) > 0 {
		return fmt.Errorf("errors.Is does not find %q", lost)
	}
	return nil
}

func deadline(p peer) error {
	return inBubble(func() error {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		call, err := p.with(plan{attempts: 3, base: time.Minute}, func(context.Context, int) (int, error) { return 0, errDown })
		if err != nil {
			return err
		}
		begin := time.Now()
		_, err = call(ctx, 21)
		if took := time.Since(begin); took > 0 || err == nil {
			return fmt.Errorf("waited %v for a delay of 1m that the deadline cuts", took)
		}
		return nil
	})
}

func asked(p peer) error {
	return inBubble(func() error {
		call, err := p.bounded(func(context.Context, int) (int, error) { return 0, p.asks(errDown, time.Hour) })
		if err != nil {
			return err
		}
		begin := time.Now()
		_, err = call(context.Background(), 21)
		if took := time.Since(begin); took > 2*time.Minute || err == nil { // two waits between three attempts
			return fmt.Errorf("waited %v in all", took)
		}
		return nil
	})
}

func overflow(p peer) error {
	return inBubble(func() error {
		var at []time.Time
		call, err := p.with(plan{attempts: 80, base: time.Hour, max: 24 * time.Hour},
			func(context.Context, int) (int, error) { at = append(at, time.Now()); return 0, errDown })
		if err != nil {
			return err
		}
		if _, err := call(context.Background(), 21); err == nil {
			return errors.New("no error after 80 failures")
		}
		if len(at) != 80 {
			return fmt.Errorf("%d calls, not 80", len(at))
		}
		for i := range len(at) - 1 {
			if wait := at[i+1].Sub(at[i]); wait < time.Hour || wait > 24*time.Hour {
				return fmt.Errorf("wait %d of 1h to 24h was %v", i+1, wait)
			}
		}
		return nil
	})
}

// storm is a hundred calls at once, of five attempts each, to a server that is down.
func storm(p peer) error {
	return inBubble(func() error {
		var calls atomic.Int64
		call, err := p.budgeted(5, func(context.Context, int) (int, error) {
			calls.Add(1)
			time.Sleep(10 * time.Millisecond)
			return 0, errDown
		})
		if err != nil {
			return err
		}
		var all sync.WaitGroup
		for range 100 {
			all.Go(func() { _, _ = call(context.Background(), 21) })
		}
		all.Wait()
		if n := calls.Load(); n > 200 {
			return fmt.Errorf("100 calls became %d", n)
		}
		return nil
	})
}

func panics(p peer) error {
	calls := 0
	return ends(p, func() { calls++; panic("boom") }, func(o outcome.Outcome) error {
		if o.Kind != outcome.Panicked || o.Value != "boom" || calls != 1 {
			return fmt.Errorf("%d calls; %v %v", calls, o.Kind, o.Value)
		}
		return nil
	})
}

func exits(p peer) error {
	calls := 0
	return ends(p, func() { calls++; runtime.Goexit() }, func(o outcome.Outcome) error {
		if o.Kind != outcome.Exited || calls != 1 {
			return fmt.Errorf("%d calls; the caller %v", calls, o.Kind)
		}
		return nil
	})
}

// ends tells how a call ends whose function does not return.
func ends(p peer, f func(), check func(outcome.Outcome) error) error {
	call, err := p.with(plan{attempts: 3}, func(context.Context, int) (int, error) { f(); return 42, nil })
	if err != nil {
		return err
	}
	seen := make(chan error)
	go outcome.Run(func() { _, _ = call(context.Background(), 21) }, func(o outcome.Outcome) { seen <- check(o) })
	return <-seen
}
