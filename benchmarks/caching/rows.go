package caching

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/goconcepts/cookbook/benchmarks/harness"
)

var (
	errDown    = errors.New("down")
	errNothing = errors.New("the loader brought nothing")
)

// short is a wait that is long enough for a goroutine to get where it sleeps.
const short = 50 * time.Millisecond

func rows() []harness.Row {
	loads := func(p peer) bool { return p.loading != nil }
	contexts := func(p peer) bool { return loads(p) && p.contexts }
	failing := func(p peer) bool { return loads(p) && p.errors }
	stores := func(p peer) bool { return p.numbers != nil }
	return []harness.Row{
		row("one load, also when the first caller gives up", contexts, firstGivesUp),
		row("a waiter's own context ends its wait at once", contexts, ownContext),
		row("a load ends when its last waiter has left", contexts, lastLeaves),
		row("a panic in a load is everyone's error", failing, panics),
		row("a Goexit in a load is everyone's error", failing, exits),
		row("a load's error keeps errors.Is and is not remembered", failing, keepsError),
		row("a delete during a load wins", loads, deleteWins),
		row("a set during a load wins", loads, setWins),
		row("a load that needs itself is an error", contexts, needsItself),
		row("two loads that need each other are an error", contexts, needEachOther),
		row("a load may load other keys", loads, recursion),
		row("the capacity of 70 is exact after every set", stores, exact(70)),
		row("the capacity of 1000 is exact after every set", stores, exact(1000)),
		row("1000 distinct keys fill 1000 slots", stores, fills),
		row("a set is there for the next get", stores, readable),
		row("keys that equal nothing (NaN) never leak", func(p peer) bool { return p.floats != nil }, nan),
		row("a TTL to the nanosecond, on a fake clock", func(p peer) bool { return p.timed != nil }, ttl),
		row("no goroutine at rest", func(p peer) bool { return p.texts != nil }, atRest),
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

type answer struct {
	value string
	err   error
}

// ask gets k in a goroutine of its own.
func ask(ctx context.Context, c loading, k string) <-chan answer {
	got := make(chan answer, 1)
	go func() {
		ended := false
		defer func() {
			if v := recover(); v != nil {
				got <- answer{err: fmt.Errorf("the caller panics: %v", v)}
			} else if !ended {
				got <- answer{err: errExited}
			}
		}()
		v, err := c.get(ctx, k)
		ended = true
		got <- answer{v, err}
	}()
	time.Sleep(short)
	return got
}

var errExited = errors.New("the caller's goroutine ended")

// soon waits for an answer, but not for ever.
func soon(got <-chan answer) (answer, error) {
	select {
	case a := <-got:
		return a, nil
	case <-time.After(time.Second):
		return answer{}, errors.New("a caller hangs")
	}
}

func firstGivesUp(p peer) error {
	var calls atomic.Int64
	goOn := make(chan struct{})
	c := p.loading(func(ctx context.Context, k string) (string, error) {
		calls.Add(1)
		select {
		case <-goOn:
			return k, nil
		case <-ctx.Done():
			return "", ctx.Err()
		}
	})
	defer c.close()
	first, cancel := context.WithCancel(context.Background())
	gone := ask(first, c, "k")
	waiting := ask(context.Background(), c, "k")
	cancel()
	time.Sleep(short)
	close(goOn)
	a, err := soon(waiting)
	switch {
	case err != nil:
		return err
	case a.err != nil:
		return fmt.Errorf("a healthy waiter gets: %w", a.err)
	case calls.Load() != 1:
		return fmt.Errorf("%d calls", calls.Load())
	}
	_, err = soon(gone)
	return err
}

func ownContext(p peer) error {
	goOn := make(chan struct{})
	defer close(goOn)
	c := p.loading(func(context.Context, string) (string, error) { <-goOn; return "", nil })
	ask(context.Background(), c, "k")
	ctx, cancel := context.WithCancel(context.Background())
	waiting := ask(ctx, c, "k")
	cancel()
	a, err := soon(waiting)
	if err == nil && !errors.Is(a.err, context.Canceled) {
		return fmt.Errorf("got %q, %w", a.value, a.err)
	}
	return err
}

func lastLeaves(p peer) error {
	ended := make(chan struct{})
	c := p.loading(func(ctx context.Context, _ string) (string, error) {
		<-ctx.Done()
		close(ended)
		return "", ctx.Err()
	})
	one, cancelOne := context.WithCancel(context.Background())
	two, cancelTwo := context.WithCancel(context.Background())
	defer cancelTwo()
	ask(one, c, "k")
	ask(two, c, "k")
	cancelOne()
	select {
	case <-ended:
		return errors.New("it ended with its first caller")
	case <-time.After(short):
	}
	cancelTwo()
	select {
	case <-ended:
		return nil
	case <-time.After(time.Second):
		return errors.New("the load goes on")
	}
}

// endsOddly asks twice for a load that does not return.
func endsOddly(p peer, odd func(), wrong error) error {
	goOn := make(chan struct{})
	var calls atomic.Int64
	c := p.loading(func(context.Context, string) (string, error) {
		if calls.Add(1) > 1 {
			return "again", nil
		}
		<-goOn
		odd()
		return "", nil
	})
	a, b := ask(context.Background(), c, "k"), ask(context.Background(), c, "k")
	close(goOn)
	for _, got := range []<-chan answer{a, b} {
		switch a, err := soon(got); {
		case err != nil:
			return err
		case a.err == nil:
			return fmt.Errorf("a caller gets %q and no error", a.value)
		case errors.Is(a.err, wrong):
			return a.err
		}
	}
	a2, err := soon(ask(context.Background(), c, "k"))
	if err == nil && a2.value != "again" {
		return fmt.Errorf("the next call gets %q, %w", a2.value, a2.err)
	}
	return err
}

func panics(p peer) error { return endsOddly(p, func() { panic(errDown) }, errExited) }
func exits(p peer) error  { return endsOddly(p, runtime.Goexit, errExited) }

func keepsError(p peer) error {
	calls := 0
	c := p.loading(func(context.Context, string) (string, error) { calls++; return "", errDown })
	for range 3 {
		if _, err := c.get(context.Background(), "k"); !errors.Is(err, errDown) {
			return fmt.Errorf("got: %w", err)
		}
	}
	if calls != 3 {
		return fmt.Errorf("%d calls", calls)
	}
	return nil
}

// writtenDuring starts a load of k, writes meanwhile, and returns what is there afterwards.
func writtenDuring(p peer, write func(loading)) (string, bool, error) {
	goOn := make(chan struct{})
	var calls atomic.Int64
	c := p.loading(func(context.Context, string) (string, error) {
		if calls.Add(1) == 1 {
			<-goOn
		}
		return fmt.Sprint("load ", calls.Load()), nil
	})
	got := ask(context.Background(), c, "k")
	go write(c)
	time.Sleep(short)
	close(goOn)
	if _, err := soon(got); err != nil {
		return "", false, err
	}
	time.Sleep(short)
	v, ok := c.peek("k")
	return v, ok, nil
}

func deleteWins(p peer) error {
	v, ok, err := writtenDuring(p, func(c loading) { c.remove("k") })
	if ok && v == "load 1" {
		return errors.New("the stale value came back")
	}
	return err
}

func setWins(p peer) error {
	v, ok, err := writtenDuring(p, func(c loading) { c.set("k", "set") })
	if err == nil && (!ok || v != "set") {
		return fmt.Errorf("afterwards it is %q, %t", v, ok)
	}
	return err
}

func needsItself(p peer) error {
	var c loading
	c = p.loading(func(ctx context.Context, k string) (string, error) { return c.get(ctx, k) })
	return isAnError(ask(context.Background(), c, "k"))
}

func needEachOther(p peer) error {
	other := map[string]string{"a": "b", "b": "a"}
	var c loading
	c = p.loading(func(ctx context.Context, k string) (string, error) {
		time.Sleep(2 * short) // until both are under way
		return c.get(ctx, other[k])
	})
	a, b := ask(context.Background(), c, "a"), ask(context.Background(), c, "b")
	return errors.Join(isAnError(a), isAnError(b))
}

func isAnError(got <-chan answer) error {
	a, err := soon(got)
	if err == nil && a.err == nil {
		return fmt.Errorf("no error but %q", a.value)
	}
	return err
}

func recursion(p peer) error {
	var c loading
	c = p.loading(func(ctx context.Context, k string) (string, error) {
		if len(k) >= 100 {
			return "end", nil
		}
		return c.get(ctx, k+"x")
	})
	a, err := soon(ask(context.Background(), c, "k"))
	if err == nil && (a.err != nil || a.value != "end") {
		return fmt.Errorf("got %q, %w", a.value, a.err)
	}
	return err
}

func exact(capacity int) func(peer) error {
	return func(p peer) error {
		c, most := p.numbers(capacity), 0
		for k := range uint64(20 * capacity) {
			c.set(k, k)
			most = max(most, c.len())
		}
		if most > capacity {
			return fmt.Errorf("%d entries, %d %% too many", most, 100*(most-capacity)/capacity)
		}
		return nil
	}
}

func fills(p peer) error {
	c := p.numbers(1000)
	for k := range uint64(1000) {
		c.set(k, k)
		if k%100 == 0 {
			c.settle()
		}
	}
	c.settle()
	there := 0
	for k := range uint64(1000) {
		if _, ok := c.get(k); ok {
			there++
		}
	}
	if there != 1000 {
		return fmt.Errorf("%d are there", there)
	}
	return nil
}

func readable(p peer) error {
	c, lost := p.numbers(1000), 0
	for k := range uint64(10_000) {
		c.set(k, k)
		if v, ok := c.get(k); !ok || v != k {
			lost++
		}
	}
	if lost > 0 {
		return fmt.Errorf("%d of 10000 were not", lost)
	}
	return nil
}

func nan(p peer) error {
	c := p.floats(1000)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for i := range uint64(200_000) {
		c.set(math.NaN(), i)
	}
	c.settle()
	runtime.GC()
	runtime.ReadMemStats(&after)
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 4<<20 {
		return fmt.Errorf("200000 sets leave %d MB", grown>>20)
	}
	runtime.KeepAlive(&c)
	return nil
}

func ttl(p peer) (err error) {
	synctest.Test(new(testing.T), func(*testing.T) {
		c := p.timed(1000)
		defer c.close()
		c.set(1, 1)
		time.Sleep(time.Hour - 1)
		if _, ok := c.get(1); !ok {
			err = errors.New("gone one nanosecond before")
			return
		}
		time.Sleep(time.Nanosecond)
		if _, ok := c.get(1); ok {
			err = errors.New("still there at the TTL")
		}
	})
	return err
}

func atRest(p peer) error {
	before := runtime.NumGoroutine()
	c := p.texts(1000)
	c.set("k", 1)
	c.get("k")
	time.Sleep(2 * short)
	if n := runtime.NumGoroutine() - before; n > 0 {
		return fmt.Errorf("%d goroutines", n)
	}
	c.get("k") // so that it is in use till here
	return nil
}
