package pool_test

import (
	"context"
	"errors"
	"fmt"

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
	fmt.Printf("%+v\n", p.Stats())
	p.Close()
	// Output:
	// use session 1
	// use session 1
	// {Open:1 Idle:1 Waiting:0}
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
