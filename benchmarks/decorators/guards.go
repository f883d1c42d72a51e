package decorators

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync/atomic"
	"time"

	"github.com/goconcepts/cookbook/benchmarks/harness"
)

func guardRows() []harness.Row {
	bulkhead := func(p peer) bool { return p.bulkhead != nil }
	return []harness.Row{
		row("bulkhead: no place is lost by panics", bulkhead, placesKept(func() { panic("boom") })),
		row("bulkhead: no place is lost by runtime.Goexit", bulkhead, placesKept(runtime.Goexit)),
		row("hedge: the loser has ended when the result is there", func(p peer) bool { return p.hedge != nil }, losersJoined),
		row("timeout: the function has ended when the call returns", func(p peer) bool { return p.timeout != nil }, functionJoined),
		row("timeout: of two layers the error says which ended the call", func(p peer) bool { return p.timeout != nil }, whichLayer),
	}
}

func placesKept(ending func()) func(peer) error {
	return func(p peer) error {
		return inBubble(func() error {
			call := p.bulkhead(2, actions{end: func(context.Context) (int, error) { ending(); return 0, nil }}.call)
			for range 2 {
				ended(func() { _, _ = call(context.Background(), end) })
			}
			if _, err := call(context.Background(), well); err != nil {
				return fmt.Errorf("after two of two: %w", err)
			}
			return nil
		})
	}
}

func losersJoined(p peer) error {
	return inBubble(func() error {
		var calls, running atomic.Int32
		call := p.hedge(time.Second, func(context.Context, int) (int, error) {
			running.Add(1)
			defer running.Add(-1)
			if calls.Add(1) == 1 {
				time.Sleep(time.Minute) // heeds no context
			}
			return 42, nil
		})
		v, err := call(context.Background(), well)
		left := running.Load()
		time.Sleep(time.Hour) // let the rest end with the bubble
		switch {
		case v != 42 || err != nil:
			return fmt.Errorf("got %d, %w", v, err)
		case calls.Load() != 2:
			return fmt.Errorf("%d calls, not 2", calls.Load())
		case left > 0:
			return fmt.Errorf("%d call still runs", left)
		}
		return nil
	})
}

func functionJoined(p peer) error {
	return inBubble(func() error {
		var running atomic.Int32
		call := p.timeout(time.Second, func(ctx context.Context, _ int) (int, error) {
			running.Add(1)
			defer running.Add(-1)
			select {
			case <-ctx.Done():
				time.Sleep(time.Millisecond) // to put things in order
			case <-time.After(time.Minute):
			}
			return 0, ctx.Err()
		})
		_, err := call(context.Background(), well)
		left := running.Load()
		time.Sleep(time.Hour)
		if left > 0 || err == nil {
			return fmt.Errorf("the call returned %v and the function still runs", err)
		}
		return nil
	})
}

func whichLayer(p peer) error {
	said := func(inner, outer time.Duration) (text string) {
		_ = inBubble(func() error {
			_, err := p.timeout(outer, p.timeout(inner, func(ctx context.Context, _ int) (int, error) {
				select {
				case <-ctx.Done():
					return 0, ctx.Err()
				case <-time.After(time.Hour):
					return 0, nil
				}
			}))(context.Background(), well)
			text = fmt.Sprint(err)
			time.Sleep(2 * time.Hour)
			return nil
		})
		return text
	}
	if inner, outer := said(time.Second, time.Minute), said(time.Minute, time.Second+time.Millisecond); inner == outer {
		return errors.New("the same error for both: " + inner)
	}
	return nil
}
