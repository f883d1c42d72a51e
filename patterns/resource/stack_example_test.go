package resource_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/goconcepts/cookbook/patterns/resource"
)

func open(name string) func(context.Context) (string, error) {
	return func(context.Context) (string, error) { fmt.Println("open", name); return name, nil }
}

func closeIt(name string) error { fmt.Println("close", name); return nil }

func ExampleWith() {
	err := resource.With(context.Background(), func(s *resource.Stack) error {
		if _, err := resource.Enter(s, open("database"), closeIt); err != nil {
			return err
		}
		if _, err := resource.Enter(s, open("file"), closeIt); err != nil {
			return err
		}
		return errors.New("disk full")
	})
	fmt.Println(err)
	// Output:
	// open database
	// open file
	// close file
	// close database
	// disk full
}

func ExampleEnter() {
	err := resource.With(context.Background(), func(s *resource.Stack) error {
		name, err := resource.Enter(s, open("file"), closeIt)
		fmt.Println("have", name)
		return err
	})
	fmt.Println(err)
	// Output:
	// open file
	// have file
	// close file
	// <nil>
}

func ExampleStack_Move() {
	// A constructor keeps its parts only when all of them could be opened.
	var parts *resource.Stack
	err := resource.With(context.Background(), func(s *resource.Stack) error {
		for _, name := range []string{"log", "index"} {
			if _, err := resource.Enter(s, open(name), closeIt); err != nil {
				return err
			}
		}
		parts = s.Move()
		return nil
	})
	fmt.Println("constructed:", err)
	fmt.Println("closed:", parts.Close())
	// Output:
	// open log
	// open index
	// constructed: <nil>
	// close index
	// close log
	// closed: <nil>
}

func ExampleSuppress() {
	missing := fmt.Errorf("config: %w", fs.ErrNotExist)
	fmt.Println(resource.Suppress(missing, fs.ErrNotExist))
	fmt.Println(resource.Suppress(errors.Join(missing, errors.New("disk full")), fs.ErrNotExist))
	// Output:
	// <nil>
	// disk full
}

func ExamplePanicError() {
	defer func() {
		if p, ok := recover().(*resource.PanicError); ok {
			fmt.Println(p.Value, "|", p.Err)
		}
	}()
	_ = resource.With(context.Background(), func(s *resource.Stack) error {
		s.Defer(func() error { return errors.New("flush failed") })
		panic("bug")
	})
	// Output: bug | flush failed
}
