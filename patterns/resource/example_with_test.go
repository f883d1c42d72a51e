package resource_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
)

// with opens, hands over, and closes, whatever use does.
func with[T any](open func() (T, error), release func(T) error, use func(T) error) (err error) {
	v, err := open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, release(v)) }()
	return use(v)
}

// Context managers in Go: how do you write with?
//
// A function that opens, defers the release, and calls yours. A deferred call runs on
// return, error, panic and [runtime.Goexit] alike. Join the release's error to a named
// result, or a failed close is lost. For cleaning up when a context ends rather than
// a scope there is [context.AfterFunc].
//
// Follow-ups:
//   - What does resource.With add? Any number of resources in one scope, a failing second open that closes the first, suppression, and closers that still run under a context when the request's own is cancelled.
//   - Where is yield? In range over func: a generator with defer in it is a context manager for a loop.
//   - May a deferred function swallow a panic? Only by calling recover, so it never happens by accident.
//
// Pitfalls:
//   - defer f.Close() in a loop closes nothing before the function ends: give the body a function of its own.
//   - os.Exit and log.Fatal run no deferred call.
//
// Trade-offs:
//   - One resource: plain defer, which needs no package. The callback form pays when a caller must not be able to forget the release.
//
// From Python: Python's with calls __exit__ on every way out, as defer does. The Python original's pool catches
// only Exception: a KeyboardInterrupt inside the block releases the semaphore but forgets the connection, and an ordinary error of the business destroys a healthy one.
//
// Level: mid. Tags: defer, errors, resources. Since: go1.21. See: [context.AfterFunc], [context.WithoutCancel], patterns/resource/stack.
func Example_with() {
	ways := []struct {
		name string
		use  func(string) error
	}{
		{"return", func(string) error { return nil }},
		{"error", func(string) error { return errors.New("query failed") }},
		{"panic", func(string) error { panic("bug") }},
		{"goexit", func(string) error { runtime.Goexit(); return nil }},
	}
	for _, way := range ways {
		done := make(chan struct{})
		go func() {
			defer close(done)
			defer func() {
				if v := recover(); v != nil {
					fmt.Println("  panicked:", v)
				}
			}()
			fmt.Println(way.name)
			err := with(
				func() (string, error) { return "db", nil },
				func(db string) error { fmt.Println("  released", db); return nil },
				way.use,
			)
			fmt.Println("  returned:", err)
		}()
		<-done
	}

	ctx, cancel := context.WithCancel(context.Background())
	released := make(chan struct{})
	context.AfterFunc(ctx, func() { close(released) })
	cancel()
	<-released
	fmt.Println("context ended: released")
	// Output:
	// return
	//   released db
	//   returned: <nil>
	// error
	//   released db
	//   returned: query failed
	// panic
	//   released db
	//   panicked: bug
	// goexit
	//   released db
	// context ended: released
}
