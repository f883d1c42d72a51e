package concurrency

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/goconcepts/cookbook/benchmarks/harness"
	"github.com/goconcepts/cookbook/concurrency"
	"github.com/goconcepts/cookbook/internal/outcome"
)

var (
	errBoom  = errors.New("boom")
	errCause = errors.New("the cause")
)

// list runs f for items 0 to n-1 with whichever map over a list the library has,
// and reports how that ended: by an error, by a panic, by Goexit.
type list func(ctx context.Context, n, width int, f func(context.Context, int) (int, error)) ([]int, error)

func (p peer) list() list {
	switch {
	case p.mapErr != nil:
		return func(ctx context.Context, n, width int, f func(context.Context, int) (int, error)) ([]int, error) {
			return p.mapErr(ctx, numbers(n), width, f)
		}
	case p.mapped != nil:
		return func(ctx context.Context, n, width int, f func(context.Context, int) (int, error)) ([]int, error) {
			return p.mapped(numbers(n), width, func(i int) int {
				v, _ := f(ctx, i)
				return v
			}), nil
		}
	}
	return nil
}

// rows are the promises of bounded work, in the order: lists, streams, pools.
func rows() []harness.Row {
	all := func(p peer) bool { return p.list() != nil }
	fails := func(p peer) bool { return p.mapErr != nil }
	streams := func(p peer) bool { return p.stream != nil }
	pools := func(p peer) bool { return p.pool != nil }
	tries := func(p peer) bool { return p.tries }
	groups := func(p peer) bool { return p.groups }
	return []harness.Row{
		row("a panic of an item reaches the joiner", all, panicSeen("boom")),
		row("... with the stack of the worker", all, panicSeen("theWorkerThatPanics")),
		row("... with the index of the item", all, panicIndex),
		row("runtime.Goexit in an item is not success", all, goexit),
		row("the error is that of the lowest index, 200 times", fails, lowest),
		row("all values before the first error are there", fails, prefix),
		row("the root cause is not masked by the echo of the cancellation", fails, echo),
		row("context.Cause is kept", fails, cause),
		row("a context that has ended: nothing runs", fails, endedBefore),
		row("W items that wait for each other finish, also the last of many", all, meet),
		row("a slow item keeps no other waiting", all, slowItem),
		row("no more in flight than the width", func(p peer) bool { return all(p) && !p.unbounded }, bounded),
		row("stream: a panic reaches the consumer", streams, streamPanics),
		row("stream: runtime.Goexit in an item does not hang", streams, streamGoexit),
		row("stream: a result is there before the source goes on", streams, streamSlowSource),
		row("stream: reads no further ahead than 2W+2", streams, streamAhead),
		row("pool: a full queue refuses a try", tries, poolFull),
		row("pool: survives a thousand panics", pools, poolPanics),
		row("pool: survives a thousand Goexits", pools, poolGoexits),
		row("pool: refuses after Close", pools, poolClosed),
		row("pool: drops the queued work of a cancelled group", groups, poolDrops),
		row("pool: a task that waits for a group of its pool, at width 1", groups, poolNests),
	}
}

func row(name string, has func(peer) bool, ask func(peer) error) harness.Row {
	r := harness.Row{Name: name, Limit: 5 * time.Second}
	for _, p := range peers() {
		if has(p) {
			r.Cells = append(r.Cells, harness.Cell{Library: p.library, Run: func() error { return ask(p) }})
		}
	}
	return r
}

// joined runs f and returns how it ended as its caller saw it.
func joined(f func() error) (how outcome.Outcome, err error) {
	done := make(chan struct{})
	go outcome.Run(func() { err = f() }, func(o outcome.Outcome) {
		how = o
		close(done)
	})
	<-done
	return how, err
}

// theWorkerThatPanics has a name that a stack shows.
//
//go:noinline
func theWorkerThatPanics() { panic(errBoom) }

func panicSeen(want string) func(peer) error {
	return func(p peer) error {
		how, err := joined(func() error {
			_, err := p.list()(context.Background(), 4, 2, func(_ context.Context, i int) (int, error) {
				if i == 2 {
					theWorkerThatPanics()
				}
				return i, nil
			})
			return err
		})
		seen := fmt.Sprint(err, how.Value)
		if err == nil && how.Kind == outcome.Returned {
			return errors.New("the panic looks like success")
		}
		if !strings.Contains(seen, want) {
			return fmt.Errorf("%q is not in what the joiner sees", want)
		}
		return nil
	}
}

func panicIndex(p peer) error {
	how, _ := joined(func() error {
		_, err := p.list()(context.Background(), 100, 2, func(_ context.Context, i int) (int, error) {
			if i == 42 {
				panic(errBoom)
			}
			return i, nil
		})
		return err
	})
	if v, ok := how.Value.(*concurrency.PanicError); ok && v.Index == 42 {
		return nil
	}
	if s := fmt.Sprint(how.Value); strings.Contains(s, "item 42") || strings.Contains(s, "index 42") {
		return nil
	}
	return errors.New("the joiner does not see which item")
}

func goexit(p peer) error {
	how, err := joined(func() error {
		_, err := p.list()(context.Background(), 4, 2, func(_ context.Context, i int) (int, error) {
			if i == 1 {
				runtime.Goexit()
			}
			return i, nil
		})
		return err
	})
	if err == nil && how.Kind == outcome.Returned {
		return errors.New("it looks like success")
	}
	return nil
}

func lowest(p peer) error {
	for range 200 {
		var both sync.WaitGroup
		both.Add(2)
		_, err := p.list()(context.Background(), 10, 2, func(_ context.Context, i int) (int, error) {
			if i > 1 {
				return i, nil
			}
			both.Done()
			both.Wait() // both have started
			if i == 0 {
				time.Sleep(50 * time.Microsecond)
			}
			return 0, fmt.Errorf("item %d", i)
		})
		if err == nil || !strings.Contains(err.Error(), "item 0") {
			return fmt.Errorf("the error is %q, the loop's would be that of item 0", err)
		}
	}
	return nil
}

func prefix(p peer) error {
	for range 50 {
		out, err := p.list()(context.Background(), 100, 4, func(ctx context.Context, i int) (int, error) {
			if i == 60 {
				return 0, errBoom
			}
			if i >= 50 {
				select {
				case <-time.After(100 * time.Microsecond):
				case <-ctx.Done():
					return 0, ctx.Err()
				}
			}
			return i + 1, nil
		})
		if err == nil {
			return errors.New("no error")
		}
		for i := range 60 {
			if i >= len(out) || out[i] != i+1 {
				return fmt.Errorf("the value of item %d is lost, the first error is that of item 60", i)
			}
		}
	}
	return nil
}

func echo(p peer) error {
	m := p.mapErr
	if p.fast != nil {
		m = p.fast
	}
	for range 50 {
		_, err := m(context.Background(), numbers(4), 4, func(ctx context.Context, i int) (int, error) {
			if i == 3 {
				time.Sleep(time.Millisecond)
				return 0, errBoom
			}
			select {
			case <-ctx.Done():
				return 0, ctx.Err()
			case <-time.After(20 * time.Millisecond): // the library gives no context to cancel
				return 0, nil
			}
		})
		if !errors.Is(err, errBoom) || errors.Is(err, context.Canceled) {
			return fmt.Errorf("the error is %q", err)
		}
	}
	return nil
}

func cause(p peer) error {
	ctx, cancel := context.WithCancelCause(context.Background())
	_, err := p.list()(ctx, 100, 2, func(ctx context.Context, i int) (int, error) {
		if i == 10 {
			cancel(errCause)
		}
		return i, ctx.Err()
	})
	if !errors.Is(err, errCause) {
		return fmt.Errorf("the error is %q", err)
	}
	return nil
}

func endedBefore(p peer) error {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var ran atomic.Int64
	_, err := p.list()(ctx, 10, 2, func(context.Context, int) (int, error) {
		ran.Add(1)
		return 0, nil
	})
	if n := ran.Load(); n > 0 || err == nil {
		return fmt.Errorf("%d items ran, the error is %v", n, err)
	}
	return nil
}

func meet(p peer) error {
	const w = 4
	for _, n := range []int{w, 100 * w} {
		var met sync.WaitGroup
		met.Add(w)
		_, err := p.list()(context.Background(), n, w, func(_ context.Context, i int) (int, error) {
			if i >= n-w {
				met.Done()
				met.Wait()
			}
			return i, nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func slowItem(p peer) error {
	const n = 1000
	var others sync.WaitGroup
	others.Add(n - 1)
	_, err := p.list()(context.Background(), n, 2, func(_ context.Context, i int) (int, error) {
		if i == 0 {
			others.Wait()
		} else {
			others.Done()
		}
		return i, nil
	})
	return err
}

func bounded(p peer) error {
	var now, most atomic.Int64
	_, err := p.list()(context.Background(), 200, 3, func(_ context.Context, i int) (int, error) {
		n := now.Add(1)
		for old := most.Load(); n > old && !most.CompareAndSwap(old, n); old = most.Load() {
		}
		time.Sleep(100 * time.Microsecond)
		now.Add(-1)
		return i, nil
	})
	if n := most.Load(); n > 3 || err != nil {
		return fmt.Errorf("%d in flight at width 3, %v", n, err)
	}
	return nil
}
