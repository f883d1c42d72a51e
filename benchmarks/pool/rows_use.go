package pool

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing/synctest"
	"time"

	"github.com/goconcepts/cookbook/internal/outcome"
)

func goexit() error { runtime.Goexit(); return nil }

// apart runs f in a goroutine of its own, since it may call runtime.Goexit or panic.
func apart(f func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		outcome.Run(f, func(outcome.Outcome) {})
	}()
	<-done
}

func noneStarves(p peer) error {
	return lending(p, plan{max: 4}, &maker{}, func(pool lent) error {
		var served [64]atomic.Int64
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
		defer cancel()
		var wg sync.WaitGroup
		for i := range served {
			wg.Go(func() {
				for pool.with(ctx, func(*thing) { runtime.Gosched() }) == nil {
					served[i].Add(1)
				}
			})
		}
		back := make(chan struct{})
		go func() { wg.Wait(); close(back) }()
		select {
		case <-back:
		case <-time.After(4 * time.Second): // their contexts ended long ago
		}
		var counts []int64
		var sum int64
		for i := range served {
			counts = append(counts, served[i].Load())
			sum += served[i].Load()
		}
		starved := 0
		for _, n := range counts {
			if n*10 < sum/64 {
				starved++
			}
		}
		if starved > 0 {
			return fmt.Errorf("%d got less than a tenth of their share of %d: the least %d, the most %d",
				starved, sum, slices.Min(counts), slices.Max(counts))
		}
		return nil
	})
}

func oneOwner(p peer) error {
	m := &maker{}
	return lending(p, plan{max: 4}, m, func(pool lent) error { return lendsRightly(pool, m, 4) })
}

func goexitInOpen(p peer) error {
	m := &maker{open: func(context.Context) error { return goexit() }}
	return lending(p, plan{max: 1}, m, func(pool lent) error {
		gone := make(chan struct{})
		go func() {
			defer close(gone)
			ctx, cancel := context.WithTimeout(context.Background(), time.Second)
			defer cancel()
			_, _ = pool.acquire(ctx)
		}()
		<-gone
		m.open = nil
		return losesNothing(outcome.Outcome{}, nil, pool)
	})
}

// endsInUse lets a function end as f does, and wants that resource next: 1 is the
// same one, 2 a new one.
func endsInUse(f func() error, want int64) func(peer) error {
	return func(p peer) error {
		m := &maker{}
		return lending(p, plan{max: 1}, m, func(pool lent) error {
			apart(func() {
				_ = pool.do(context.Background(), func(context.Context, *thing) error { return f() })
			})
			l, err := soon(pool)
			if err != nil {
				return fmt.Errorf("the place is lost: %v", err)
			}
			defer func() { _ = l.release() }()
			if l.thing.id != want || m.closed.Load() != want-1 {
				return fmt.Errorf("the next caller got resource %d; %d were closed", l.thing.id, m.closed.Load())
			}
			return nil
		})
	}
}

func broken(p peer) error { return endsInUse(func() error { return p.broken }, 2)(p) }

// releasedTwice gives one of two resources back twice.
func releasedTwice(check func(again outcome.Outcome, err error, pool lent) error) func(peer) error {
	return func(p peer) error {
		pool, err := (&maker{}).pool(p, plan{max: 2})
		if err != nil {
			return err
		}
		a, err := pool.acquire(context.Background())
		if err != nil {
			return err
		}
		b, err := pool.acquire(context.Background())
		if err != nil {
			return err
		}
		if err := errors.Join(a.release(), b.release()); err != nil {
			return err
		}
		again := make(chan outcome.Outcome, 1)
		go outcome.Run(func() { err = a.release() }, func(o outcome.Outcome) { again <- o })
		select {
		case o := <-again:
			return check(o, err, pool)
		case <-time.After(time.Second):
			return errors.New("the second release hangs")
		}
	}
}

func isRefused(o outcome.Outcome, err error, _ lent) error {
	switch {
	case o.Kind == outcome.Panicked:
		return fmt.Errorf("it panics: %v", o.Value)
	case err == nil:
		return errors.New("no error")
	}
	return nil
}

func oneEach(_ outcome.Outcome, _ error, pool lent) error {
	seen := map[int64]bool{}
	for range 3 { // there may be two
		l, err := soon(pool)
		if err != nil {
			return nil
		}
		if seen[l.thing.id] {
			return fmt.Errorf("resource %d has two owners", l.thing.id)
		}
		seen[l.thing.id] = true
	}
	return errors.New("three resources are lent of a pool of two")
}

func closeWakes(p peer) error {
	return inBubble(func() error {
		pool, err := (&maker{}).pool(p, plan{max: 1})
		if err != nil {
			return err
		}
		l, err := pool.acquire(context.Background())
		if err != nil {
			return err
		}
		ctx, cancel := within()
		defer cancel()
		begin := time.Now()
		woken := make(chan error, 1)
		go func() {
			_, err := pool.acquire(ctx)
			woken <- err
		}()
		synctest.Wait()
		closed := make(chan struct{})
		go func() { pool.close(); close(closed) }() // it may wait for the lease
		err = <-woken
		took := time.Since(begin)
		_ = l.release()
		<-closed
		if err == nil || took > 0 {
			return fmt.Errorf("the waiter came back after %v with %v", took, err)
		}
		return nil
	})
}

func closeLater(p peer) error {
	return inBubble(func() error {
		m := &maker{}
		pool, err := m.pool(p, plan{max: 1})
		if err != nil {
			return err
		}
		l, err := pool.acquire(context.Background())
		if err != nil {
			return err
		}
		closed := make(chan struct{})
		go func() { pool.close(); close(closed) }()
		synctest.Wait()
		early := m.closed.Load()
		_ = l.release()
		<-closed
		synctest.Wait()
		if n := m.closed.Load(); early != 0 || n != 1 {
			return fmt.Errorf("closed %d times while in use, %d times in all", early, n)
		}
		return nil
	})
}

// lifetime uses a resource all the time for three lifetimes of a minute.
func lifetime(p peer) error {
	return inBubble(func() error {
		m := &maker{}
		return lending(p, plan{max: 1, lifetime: time.Minute}, m, func(pool lent) error {
			for range 180 {
				if err := pool.with(context.Background(), func(*thing) { time.Sleep(time.Second) }); err != nil {
					return err
				}
			}
			if n := m.opened.Load(); n != 3 {
				return fmt.Errorf("%d resources for three lifetimes", n)
			}
			return nil
		})
	})
}

func idleTime(p peer) error {
	return inBubble(func() error {
		m := &maker{}
		return lending(p, plan{max: 1, idle: time.Minute}, m, func(pool lent) error {
			for range 2 {
				if err := pool.with(context.Background(), func(*thing) {}); err != nil {
					return err
				}
				time.Sleep(3 * time.Minute) // a cleaner may take its time
			}
			if n := m.opened.Load(); n != 2 {
				return fmt.Errorf("after a minute's idle time it was used again: %d opened", n)
			}
			return nil
		})
	})
}

func unsound(p peer) error {
	m := &maker{}
	return lending(p, plan{max: 2, checked: true}, m, func(pool lent) error {
		a, err := soon(pool)
		if err != nil {
			return err
		}
		if err := a.release(); err != nil {
			return err
		}
		a.thing.unsound.Store(true)
		b, err := soon(pool)
		if err != nil {
			return err
		}
		defer func() { _ = b.release() }()
		if b.thing.unsound.Load() || m.closed.Load() != 1 {
			return fmt.Errorf("resource %d was lent, unsound %t; %d closed", b.thing.id, b.thing.unsound.Load(), m.closed.Load())
		}
		return nil
	})
}

// lostLease forgets a lease, and collects the heap until another caller is served.
func lostLease(p peer) error {
	m := &maker{}
	return lending(p, plan{max: 1, watched: true}, m, func(pool lent) error {
		if err := lose(pool); err != nil {
			return err
		}
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
		defer cancel()
		for ctx.Err() == nil {
			runtime.GC()
			time.Sleep(10 * time.Millisecond)
			try, end := context.WithTimeout(ctx, 50*time.Millisecond)
			l, err := pool.acquire(try)
			end()
			if err != nil {
				continue
			}
			defer func() { _ = l.release() }()
			if l.thing.id == 1 || m.closed.Load() != 1 {
				return fmt.Errorf("resource %d was lent, %d closed", l.thing.id, m.closed.Load())
			}
			return nil
		}
		return errors.New("its place is lost")
	})
}

//go:noinline
func lose(pool lent) error {
	_, err := pool.acquire(context.Background())
	return err
}

// nested acquires the only resource while it holds it. A library that runs functions gets
// its own context back.
func nested(p peer) error {
	return inBubble(func() error {
		return lending(p, plan{max: 1}, &maker{}, func(pool lent) error {
			ctx, cancel := within()
			defer cancel()
			begin := time.Now()
			var err error
			inner := func(ctx context.Context) { err = pool.with(ctx, func(*thing) {}) }
			if pool.do != nil {
				_ = pool.do(ctx, func(ctx context.Context, _ *thing) error { inner(ctx); return nil })
			} else if err := pool.with(ctx, func(*thing) { inner(ctx) }); err != nil {
				return err
			}
			if took := time.Since(begin); took > 0 || err == nil {
				return fmt.Errorf("it waited %v, until its deadline: %v", took, err)
			}
			return nil
		})
	})
}
