package pool_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/goconcepts/cookbook/patterns/pool"
)

func ExampleNew() {
	opened := 0
	p, err := pool.New(pool.Config[string]{
		Max:   2,
		Open:  func(context.Context) (string, error) { opened++; return fmt.Sprint("session ", opened), nil },
		Close: func(s string) error { fmt.Println("close", s); return nil },
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for range 2 {
		err := p.Do(context.Background(), func(_ context.Context, s string) error { fmt.Println("use", s); return nil })
		if err != nil {
			fmt.Println(err)
		}
	}
	p.Close()
	// Output:
	// use session 1
	// use session 1
	// close session 1
}

func ExampleLease() {
	p, err := pool.New(pool.Config[int]{Max: 1, Open: func(context.Context) (int, error) { return 41, nil }})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer p.Close()
	lease, err := p.Acquire(context.Background())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(lease.Value(), lease.Release())
	fmt.Println(errors.Is(lease.Release(), pool.ErrReleased))
	// Output:
	// 41 <nil>
	// true
}

func ExamplePool_Resize() {
	p, err := pool.New(pool.Config[int]{Max: 1, Open: func(context.Context) (int, error) { return 41, nil }})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer p.Close()
	err = p.Do(context.Background(), func(ctx context.Context, _ int) error {
		_, err := p.Acquire(ctx) // the only one is in our own hands
		fmt.Println("nested:", errors.Is(err, pool.ErrDeadlock))
		if err := p.Resize(2); err != nil {
			return err
		}
		return p.Do(ctx, func(context.Context, int) error { fmt.Println("there are two now"); return nil })
	})
	fmt.Println(err)
	fmt.Println(p.Resize(0))
	// Output:
	// nested: true
	// there are two now
	// <nil>
	// pool: resize: Max is 0, want 1 or more
}

func ExampleLease_Hijack() {
	p, err := pool.New(pool.Config[string]{
		Max: 1, Open: func(context.Context) (string, error) { return "session", nil },
		Close: func(s string) error { fmt.Println("close", s); return nil },
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	lease, err := p.Acquire(context.Background())
	if err != nil {
		fmt.Println(err)
		return
	}
	s, err := lease.Hijack()
	fmt.Println(s, err)
	fmt.Println("left in the pool:", p.Stats().Open)
	p.Close() // has nothing to close
	// Output:
	// session <nil>
	// left in the pool: 0
}

func ExamplePool_Evict() {
	p, err := pool.New(pool.Config[string]{
		Max: 2, MaxIdle: time.Nanosecond,
		Open:  func(context.Context) (string, error) { return "session", nil },
		Close: func(s string) error { fmt.Println("close", s); return nil },
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	lease, err := p.Acquire(context.Background())
	if err != nil {
		fmt.Println(err)
		return
	}
	_ = lease.Release()
	time.Sleep(time.Millisecond)
	fmt.Println("closed:", p.Evict())
	// Output:
	// close session
	// closed: 1
}

func ExampleStats() {
	p, err := pool.New(pool.Config[int]{Max: 4, Open: func(context.Context) (int, error) { return 41, nil }})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer p.Close()
	lease, err := p.Acquire(context.Background())
	if err != nil {
		fmt.Println(err)
		return
	}
	s := p.Stats()
	fmt.Printf("%d of %d open, %d idle, %d wait\n", s.Open, s.Max, s.Idle, s.Waiting)
	_ = lease.Release()
	fmt.Println("leases that have ended:", p.Stats().Ended)
	// Output:
	// 1 of 4 open, 0 idle, 0 wait
	// leases that have ended: 1
}

// The goroutines that open for MinIdle, and OnLeak's caller, are the pool's own.
func ExampleConfig() {
	p, err := pool.New(pool.Config[string]{
		Open:   func(context.Context) (string, error) { return "session", nil },
		Check:  func(_ context.Context, s string) error { return nil }, // a ping
		Broken: func(err error) bool { return errors.Is(err, io.ErrUnexpectedEOF) },

		Max:     8,
		MinIdle: 2,

		MaxLifetime:    time.Hour,
		LifetimeJitter: 6 * time.Minute,
		MaxIdle:        10 * time.Minute,
		CheckAfter:     10 * time.Second,

		OnError: func(err error) { fmt.Println(err) },
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := p.Prefill(context.Background()); err != nil {
		fmt.Println(err)
	}
	fmt.Println("ready:", p.Stats().Idle)
	err = p.Shutdown(context.Background())
	fmt.Println("shut down:", err)
	// Output:
	// ready: 2
	// shut down: <nil>
}

func ExampleLeak() {
	leaks := make(chan pool.Leak, 1)
	p, err := pool.New(pool.Config[string]{
		Max: 1, Open: func(context.Context) (string, error) { return "session", nil },
		LeakAfter: time.Millisecond, OnLeak: func(l pool.Leak) { leaks <- l },
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer p.Close()
	lease, err := p.Acquire(context.Background())
	if err != nil {
		fmt.Println(err)
		return
	}
	leak := <-leaks // held for longer than a millisecond
	fmt.Println("lost:", leak.Lost)
	fmt.Println("the stack of Acquire is known:", strings.Contains(leak.Stack, "main"))
	fmt.Println(lease.Release())
	// Output:
	// lost: false
	// the stack of Acquire is known: true
	// <nil>
}

func ExamplePanicError() {
	p, err := pool.New(pool.Config[int]{Max: 1, Open: func(context.Context) (int, error) { panic("no driver") }})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = p.Acquire(context.Background())
	if e, ok := errors.AsType[*pool.PanicError](err); ok {
		fmt.Println("open panicked:", e.Value)
	}
	// Output: open panicked: no driver
}
