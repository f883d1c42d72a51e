package concurrency

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
)

// TaskGroup is a part of a pool's work that succeeds or fails together. It is made by
// [Pool.Group], serves one Wait, is safe for use by several goroutines, and
// must not be copied.
type TaskGroup struct {
	pool   *Pool
	outer  context.Context
	ctx    context.Context
	cancel context.CancelCauseFunc
	inside bool // made by a task of the same pool

	pending atomic.Int64 // tasks, and one until Wait
	done    chan struct{}
	waited  atomic.Bool

	mu      sync.Mutex
	next    int
	dropped bool
	failed  *failure // the first in time
	later   []error  // panics after it
}

// poolKey marks the contexts of the tasks of a pool.
type poolKey struct{ pool *Pool }

// inside reports whether ctx is that of a task of p.
func (p *Pool) inside(ctx context.Context) bool { return ctx.Value(poolKey{p}) != nil }

// Group returns a new group of tasks. When a task fails, or ctx ends, the context of
// the others is cancelled and those that have not started are dropped.
//
// A task that makes a group of its own pool with the context it was given does
// not block a worker while it waits: it runs other tasks meanwhile, so groups may
// be nested at any width.
func (p *Pool) Group(ctx context.Context) *TaskGroup {
	g := &TaskGroup{pool: p, outer: ctx, inside: p.inside(ctx), done: make(chan struct{})}
	g.ctx, g.cancel = context.WithCancelCause(context.WithValue(ctx, poolKey{p}, true))
	g.pending.Store(1)
	return g
}

// Go gives f to the pool; it waits while the queue is full. The error says that f
// will not run: it is [ErrClosed], also after Wait has returned, or wraps the cause of the group's
// cancellation. It need not be looked at when Wait is.
func (g *TaskGroup) Go(f func(context.Context) error) error {
	for {
		n := g.pending.Load()
		if n == 0 {
			return ErrClosed
		}
		if g.pending.CompareAndSwap(n, n+1) {
			break
		}
	}
	g.mu.Lock()
	index := g.next
	g.next++
	g.mu.Unlock()
	err := g.pool.submit(g.ctx, g.inside, nil, &task{group: g, f: f, index: index})
	if err != nil {
		g.drop()
		g.leave()
	}
	return err
}

// drop remembers that a task did not run.
func (g *TaskGroup) drop() {
	g.mu.Lock()
	g.dropped = true
	g.mu.Unlock()
}

// leave counts a task as ended.
func (g *TaskGroup) leave() {
	if g.pending.Add(-1) == 0 {
		close(g.done)
	}
}

// run runs a task of the group.
func (g *TaskGroup) run(t *task) {
	if g.ctx.Err() != nil {
		g.drop()
	} else if err := t.f(g.ctx); err != nil {
		g.fail(failure{index: t.index, err: err})
	}
	g.leave()
}

// fail records a failure and cancels the group.
func (g *TaskGroup) fail(f failure) {
	g.mu.Lock()
	defer g.mu.Unlock()
	switch {
	case g.failed == nil:
		f.err = withCause(g.ctx, f.err)
		g.failed = &f
		g.cancel(f.error())
	case f.panic != nil:
		g.later = append(g.later, f.panic)
	}
}

// Wait waits until all tasks have ended or were dropped. It returns the first
// failure in time as an [*ItemError], whose index counts the calls of Go, or an
// error that wraps the cause when tasks were dropped because ctx ended. A panic is
// raised again as a [*PanicError].
func (g *TaskGroup) Wait() error {
	if g.waited.CompareAndSwap(false, true) {
		g.leave()
	}
	if g.inside {
		g.pool.helpUntil(g.done)
	}
	<-g.done
	defer g.cancel(nil)
	g.mu.Lock()
	defer g.mu.Unlock()
	switch f := g.failed; {
	case f != nil && f.panic != nil:
		panic(f.panic)
	case f != nil && len(g.later) > 0:
		return errors.Join(append([]error{f.error()}, g.later...)...)
	case f != nil:
		return f.error()
	case g.dropped && g.outer.Err() != nil:
		return withCause(g.outer, g.outer.Err())
	case g.dropped:
		return ErrClosed
	default:
		return nil
	}
}

// helpUntil runs tasks until done is closed.
func (p *Pool) helpUntil(done <-chan struct{}) {
	var t task
	for {
		select {
		case <-done:
			return
		default:
		}
		if p.queue.pop(&t) {
			p.taken()
			p.share()
			p.help(&t)
			continue
		}
		p.idle.Add(1)
		if p.queue.pop(&t) {
			p.idle.Add(-1)
			p.taken()
			p.share()
			p.help(&t)
			continue
		}
		select {
		case <-done:
		case <-p.work:
			p.waking.Store(false)
		}
		p.idle.Add(-1)
	}
}

// help runs one task on behalf of a worker that waits: in a goroutine of its own,
// since a Goexit would end that of the task that waits.
func (p *Pool) help(t *task) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		p.once(t)
	}()
	<-done
}
