package pool

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/goconcepts/cookbook/benchmarks/harness"
	"github.com/goconcepts/cookbook/internal/outcome"
)

// rows are the promises of a pool. Where a peer has no such feature it is not asked.
func rows() []harness.Row {
	all := func(peer) bool { return true }
	does := func(p peer) bool { return p.does }
	closes := func(p peer) bool { return p.closes }
	return []harness.Row{
		row("50 waiters are served in order", all, inOrder),
		row("64 callers on 4 resources: none starves", all, noneStarves),
		row("64 callers on 4 resources: never two owners, never more than 4", all, oneOwner),
		row("a context that has ended gets nothing", all, endedBefore),
		row("callers who leave while they wait take no place along", all, leavers),
		row("a caller who leaves during Open returns at once, whatever Open does", all, leavesOpen(returnsAtOnce)),
		row("a caller who leaves during Open leaves the resource to the next", all, leavesOpen(leftToTheNext)),
		row("a panic in Open is an error of its caller", all, panicInOpen(isError)),
		row("a panic in Open loses no place", all, panicInOpen(losesNothing)),
		row("runtime.Goexit in Open loses no place", all, goexitInOpen),
		row("a panic in use closes the resource and frees its place", does, endsInUse(func() error { panic("boom") }, 2)),
		row("runtime.Goexit in use closes the resource and frees its place", does, endsInUse(goexit, 2)),
		row("an error of the business keeps the resource", does, endsInUse(func() error { return errBusiness }, 1)),
		row("an error that says so closes the resource", does, broken),
		row("a second release is an error", all, releasedTwice(isRefused)),
		row("a second release gives no resource two owners", all, releasedTwice(oneEach)),
		row("Close wakes who waits at once", closes, closeWakes),
		row("what is in use at Close is closed when it comes back", closes, closeLater),
		row("a lifetime ends a resource that is always in use", func(p peer) bool { return p.lifetimes }, lifetime),
		row("what was idle for too long is not used again", func(p peer) bool { return p.idles }, idleTime),
		row("an unsound resource is not handed out", func(p peer) bool { return p.checks }, unsound),
		row("a lost lease is found and its place is free again", func(p peer) bool { return p.watches }, lostLease),
		row("a nested acquisition that waits for itself is reported", all, nested),
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

// lending makes a pool of so many at most, and calls f with it.
func lending(p peer, asked plan, m *maker, f func(lent) error) error {
	pool, err := m.pool(p, asked)
	if err != nil {
		return err
	}
	err = f(pool)
	if pool.close == nil {
		return err
	}
	closed := make(chan struct{})
	go func() { pool.close(); close(closed) }()
	select {
	case <-closed:
	case <-time.After(time.Second): // it waits for a place that is lost
	}
	return err
}

// within is a context that ends after a minute of the fake clock.
func within() (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.Background(), time.Minute)
}

// soon acquires, and fails if that takes longer than a second of the real or fake clock.
func soon(pool lent) (lease, error) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	type answer struct {
		lease
		err error
	}
	got := make(chan answer, 1)
	go func() {
		l, err := pool.acquire(ctx)
		got <- answer{l, err}
	}()
	select {
	case a := <-got:
		return a.lease, a.err
	case <-time.After(2 * time.Second): // its context has not helped
		return lease{}, errors.New("the caller waits for ever")
	}
}

func inOrder(p peer) error {
	return inBubble(func() error {
		return lending(p, plan{max: 1}, &maker{}, func(pool lent) error {
			first, err := pool.acquire(context.Background())
			if err != nil {
				return err
			}
			var order []int
			var wg sync.WaitGroup
			for i := range 50 {
				wg.Go(func() {
					_ = pool.with(context.Background(), func(*thing) { order = append(order, i) }) // one at a time
				})
				synctest.Wait() // i waits before i+1 comes
			}
			if err := first.release(); err != nil {
				return err
			}
			wg.Wait()
			inversions := 0
			for i, a := range order {
				for _, b := range order[i:] {
					if b < a {
						inversions++
					}
				}
			}
			if inversions > 0 {
				return fmt.Errorf("%d of %d pairs in the wrong order", inversions, 50*49/2)
			}
			return nil
		})
	})
}

func endedBefore(p peer) error {
	m := &maker{}
	return lending(p, plan{max: 1}, m, func(pool lent) error {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		for range 20 {
			l, err := pool.acquire(ctx)
			if err == nil {
				return errors.Join(errors.New("it got a resource"), l.release())
			}
		}
		if n := m.opened.Load(); n > 0 {
			return fmt.Errorf("%d resources were opened for it", n)
		}
		return nil
	})
}

// leavers lets callers leave about when their turn comes, and then wants all places back.
func leavers(p peer) error {
	return lending(p, plan{max: 2}, &maker{}, func(pool lent) error {
		var wg sync.WaitGroup
		for i := range 16 {
			wg.Go(func() {
				for k := range 100 {
					ctx, cancel := context.WithTimeout(context.Background(), time.Duration((i*k)%50)*time.Microsecond)
					_ = pool.with(ctx, func(*thing) { time.Sleep(10 * time.Microsecond) })
					cancel()
				}
			})
		}
		wg.Wait()
		for i := range 2 {
			l, err := soon(pool)
			if err != nil {
				return fmt.Errorf("%d of 2 places are left: %v", i, err)
			}
			defer func() { _ = l.release() }()
		}
		return nil
	})
}

// leavesOpen lets a caller leave after a second of an Open that takes a minute.
func leavesOpen(check func(took time.Duration, err error, m *maker, pool lent) error) func(peer) error {
	return func(p peer) error {
		return inBubble(func() error {
			m := &maker{open: func(context.Context) error { time.Sleep(time.Minute); return nil }}
			return lending(p, plan{max: 1}, m, func(pool lent) error {
				ctx, cancel := context.WithTimeout(context.Background(), time.Second)
				defer cancel()
				begin := time.Now()
				l, err := pool.acquire(ctx)
				took := time.Since(begin)
				if err == nil {
					err = errors.Join(errors.New("it got a resource after its deadline"), l.release())
				}
				defer synctest.Wait()
				defer time.Sleep(time.Hour)
				return check(took, err, m, pool)
			})
		})
	}
}

func returnsAtOnce(took time.Duration, err error, _ *maker, _ lent) error {
	if took != time.Second {
		return fmt.Errorf("returned after %v: %v", took, err)
	}
	return nil
}

func leftToTheNext(_ time.Duration, _ error, m *maker, pool lent) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Hour)
	defer cancel()
	l, err := pool.acquire(ctx)
	if err != nil {
		return err
	}
	if n := m.opened.Load(); n != 1 {
		err = fmt.Errorf("it was thrown away: %d were opened", n)
	}
	return errors.Join(err, l.release())
}

// panicInOpen lets the first Open panic.
func panicInOpen(check func(o outcome.Outcome, err error, pool lent) error) func(peer) error {
	return func(p peer) error {
		m := &maker{open: func(context.Context) error { panic("no driver") }}
		return lending(p, plan{max: 1}, m, func(pool lent) (failed error) {
			var err error
			outcome.Run(func() { _, err = pool.acquire(context.Background()) }, func(o outcome.Outcome) {
				m.open = nil
				failed = check(o, err, pool)
			})
			return failed
		})
	}
}

func isError(o outcome.Outcome, err error, _ lent) error {
	if o.Kind != outcome.Returned || err == nil {
		return fmt.Errorf("the caller %s; its error is %v", o.Kind, err)
	}
	return nil
}

func losesNothing(_ outcome.Outcome, _ error, pool lent) error {
	l, err := soon(pool)
	if err != nil {
		return fmt.Errorf("the place is lost: %v", err)
	}
	return l.release()
}
