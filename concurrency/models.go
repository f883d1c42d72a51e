package concurrency

import (
	"context"
	"errors"

	"golang.org/x/sync/errgroup"
)

// run runs the contest in the model m.
func (c *contest) run(ctx context.Context, m Model) error {
	switch m {
	case Goroutines:
		return c.goroutines(ctx)
	case Channels:
		return c.channels(ctx)
	case WorkerPool:
		return c.workers(ctx)
	case GIL:
		return c.gil(ctx)
	default:
		return c.sequential(ctx)
	}
}

// sequential is the loop that all others are measured by.
func (c *contest) sequential(ctx context.Context) error {
	for i := range c.Items {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := c.item(ctx, i); err != nil {
			return err
		}
	}
	return nil
}

// goroutines starts one for each item.
func (c *contest) goroutines(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	for i := range c.Items {
		g.Go(func() error { return c.item(ctx, i) })
	}
	return g.Wait()
}

// channels is a pipeline: items are sent to waiters, and by those to computers.
func (c *contest) channels(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	items, ready := make(chan int), make(chan int)
	g.Go(func() error {
		defer close(items)
		for i := range c.Items {
			if !send(ctx, items, i) {
				return ctx.Err()
			}
		}
		return nil
	})
	waiters, wctx := errgroup.WithContext(ctx)
	for range c.width {
		waiters.Go(func() error {
			for i := range items {
				if err := c.wait(wctx, i); err != nil {
					return err
				}
				if !send(wctx, ready, i) {
					return wctx.Err()
				}
			}
			return nil
		})
		g.Go(func() error {
			for i := range ready {
				c.compute(i)
			}
			return nil
		})
	}
	g.Go(func() error {
		defer close(ready)
		return waiters.Wait()
	})
	return g.Wait()
}

// send sends v unless ctx ends first, and reports whether it did.
func send[T any](ctx context.Context, to chan<- T, v T) bool {
	select {
	case to <- v:
		return true
	case <-ctx.Done():
		return false
	}
}

// workers is a pool of workers over the list of items.
func (c *contest) workers(ctx context.Context) error {
	items := make([]int, c.Items)
	for i := range items {
		items[i] = i
	}
	err := EachErr(ctx, items, c.item, &Options{Width: c.width})
	if item, ok := errors.AsType[*ItemError](err); ok {
		return item.Err // which names the item too
	}
	return err
}

// gil is goroutines that may compute only one at a time. The lock is a channel,
// so that a test in virtual time sees who waits for it.
func (c *contest) gil(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	lock := make(chan struct{}, 1)
	for i := range c.Items {
		g.Go(func() error {
			if err := c.wait(ctx, i); err != nil {
				return err
			}
			lock <- struct{}{}
			defer func() { <-lock }()
			c.compute(i)
			return nil
		})
	}
	return g.Wait()
}
