package concurrency

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/goconcepts/cookbook/internal/outcome"
)

// counting yields 0 to n-1 and counts what was asked for.
func counting(n int, read *atomic.Int64) func(func(int) bool) {
	return func(yield func(int) bool) {
		for i := range n {
			read.Add(1)
			if !yield(i) {
				return
			}
		}
	}
}

func streamPanics(p peer) error {
	var read atomic.Int64
	how, _ := joined(func() error {
		p.stream(counting(10, &read), 2, func(v int) int {
			if v == 5 {
				panic(errBoom)
			}
			return v
		}, func(int) {})
		return nil
	})
	if how.Kind != outcome.Panicked {
		return fmt.Errorf("the stream %s", how.Kind)
	}
	return nil
}

func streamGoexit(p peer) error {
	var read atomic.Int64
	n := 0
	how, _ := joined(func() error {
		p.stream(counting(10, &read), 2, func(v int) int {
			if v == 5 {
				runtime.Goexit()
			}
			return v
		}, func(int) { n++ })
		return nil
	})
	if how.Kind == outcome.Returned && n == 10 {
		return errors.New("it looks like success")
	}
	return nil
}

func streamSlowSource(p peer) error {
	got := make(chan int)
	late := errors.New("a result waited for the next item")
	var err error
	p.stream(func(yield func(int) bool) {
		for i := range 3 {
			if !yield(i) {
				return
			}
			select {
			case <-got:
			case <-time.After(time.Second):
				err = late
				return
			}
		}
	}, 2, func(v int) int { return v }, func(v int) {
		select {
		case got <- v:
		case <-time.After(2 * time.Second):
		}
	})
	return err
}

func streamAhead(p peer) error {
	const w = 2
	var read atomic.Int64
	at, most := int64(0), int64(0)
	p.stream(counting(200, &read), w, func(v int) int { return v }, func(int) {
		at++
		time.Sleep(200 * time.Microsecond)
		most = max(most, read.Load()-at)
	})
	if most > 2*w+2 {
		return fmt.Errorf("%d items ahead at width %d", most, w)
	}
	return nil
}

func poolFull(p peer) error {
	w := p.pool(1, 2)
	release := make(chan struct{})
	defer close(release)
	accepted := 0
	for range 100 {
		if w.try(func() { <-release }) {
			accepted++
		}
	}
	if accepted > 4 {
		return fmt.Errorf("%d tasks accepted by one worker and a queue of two", accepted)
	}
	return nil
}

// poolWorks asks for a hundred more tasks and closes.
func poolWorks(w workers) error {
	var ran sync.WaitGroup
	ran.Add(100)
	for range 100 {
		if err := w.submit(ran.Done); err != nil {
			return err
		}
	}
	ran.Wait()
	return nil
}

func poolPanics(p peer) error {
	w := p.pool(2, 64)
	for range 1000 {
		if err := w.submit(func() { panic(errBoom) }); err != nil {
			return err
		}
	}
	return poolWorks(w)
}

func poolGoexits(p peer) error {
	w := p.pool(2, 64)
	for range 1000 {
		if err := w.submit(func() { runtime.Goexit() }); err != nil {
			return err
		}
	}
	if err := poolWorks(w); err != nil {
		return err
	}
	w.close()
	return nil
}

func poolClosed(p peer) error {
	w := p.pool(2, 64)
	if err := poolWorks(w); err != nil {
		return err
	}
	w.close()
	if w.submit(func() {}) == nil {
		return errors.New("a task was accepted after Close")
	}
	return nil
}

func poolDrops(p peer) error {
	w := p.pool(1, 64)
	ctx, cancel := context.WithCancel(context.Background())
	run, wait := w.group(ctx)
	started := make(chan struct{})
	var ran atomic.Int64
	run(func(ctx context.Context) error {
		close(started)
		<-ctx.Done()
		return nil
	})
	for range 10 {
		run(func(context.Context) error { ran.Add(1); return nil })
	}
	<-started
	cancel()
	if err := wait(); err == nil {
		return errors.New("tasks were dropped and there is no error")
	}
	if err := poolWorks(w); err != nil {
		return err
	}
	if n := ran.Load(); n > 0 {
		return fmt.Errorf("%d queued tasks ran after the cancellation", n)
	}
	return nil
}

func poolNests(p peer) error {
	w := p.pool(1, 64)
	run, wait := w.group(context.Background())
	inner := false
	run(func(ctx context.Context) error {
		run, wait := w.group(ctx)
		run(func(context.Context) error { inner = true; return nil })
		return wait()
	})
	if err := wait(); err != nil || !inner {
		return fmt.Errorf("inner task ran: %t, %w", inner, err)
	}
	return nil
}
