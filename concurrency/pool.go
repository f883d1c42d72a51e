package concurrency

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
)

// PoolConfig are the settings of a [Pool]. The zero value means the defaults.
type PoolConfig struct {
	// Workers is how many tasks run at once. Zero means [runtime.GOMAXPROCS].
	Workers int
	// Queue is how many tasks may wait, rounded up to a power of two. Zero means 256.
	Queue int
	// OnPanic is called by the worker for each task given to Submit or TrySubmit
	// that panicked. It must not panic. Nil means that only Close tells.
	OnPanic func(*PanicError)
}

// Pool is a fixed number of workers and a bounded queue, shared by callers who
// together must not run more than that. Tasks start in the order in which they were accepted.
//
// It is safe for use by several goroutines and must not be copied. It keeps its
// workers until [Pool.Close]. Submitting costs tens of nanoseconds and no
// allocation.
//
// One caller with a list wants [Map]; a bound for goroutines of one caller is
// errgroup.SetLimit; a bound for a section of code is a buffered channel.
type Pool struct {
	queue   *queue
	workers int
	onPanic func(*PanicError)
	running sync.WaitGroup

	_       [128]byte
	idle    atomic.Int64 // workers and helpers that park
	waking  atomic.Bool  // one of them was woken and has not looked yet
	work    chan struct{}
	_       [128]byte
	blocked atomic.Int64 // callers that wait for room
	room    chan struct{}

	mu     sync.Mutex
	failed int   // tasks without a group that panicked or exited
	first  error // the first of them
}

// NewPool returns a running pool.
func NewPool(c PoolConfig) (*Pool, error) {
	if c.Workers < 0 {
		return nil, fmt.Errorf("concurrency: PoolConfig.Workers is %d, want 0 (GOMAXPROCS) or more", c.Workers)
	}
	if c.Queue < 0 || c.Queue > 1<<30 {
		return nil, fmt.Errorf("concurrency: PoolConfig.Queue is %d, want 0 (256) to %d", c.Queue, 1<<30)
	}
	if c.Workers == 0 {
		c.Workers = runtime.GOMAXPROCS(0)
	}
	if c.Queue == 0 {
		c.Queue = 256
	}
	p := &Pool{queue: newQueue(c.Queue), workers: c.Workers, onPanic: c.OnPanic}
	p.work = make(chan struct{}, c.Workers)
	p.room = make(chan struct{}, 1)
	p.running.Add(c.Workers)
	for range c.Workers {
		go p.worker()
	}
	return p, nil
}

// Submit gives f to the pool. It waits while the queue is full, and returns an error that
// wraps [context.Cause] when ctx ends first, or [ErrClosed]. A panic of f does not
// harm the pool: PoolConfig.OnPanic sees it, and Close returns it.
//
// A task that submits to its own pool must pass on the context it was given, as
// tasks of a [TaskGroup] can: it then runs other tasks while the queue is full.
func (p *Pool) Submit(ctx context.Context, f func()) error {
	return p.submit(ctx, false, f, nil)
}

// TrySubmit gives f to the pool unless that would have to wait. It reports
// whether it did; a full and a closed pool refuse.
func (p *Pool) TrySubmit(f func()) bool {
	ok, _ := p.push(f, nil)
	return ok
}

// push pushes a plain function or a group's task and wakes a worker for it.
func (p *Pool) push(plain func(), t *task) (ok, closed bool) {
	ok, closed = p.queue.push(plain, t)
	if ok && p.idle.Load() > 0 {
		p.wake()
	}
	return ok, closed
}

// submit is push that waits for room.
func (p *Pool) submit(ctx context.Context, inside bool, plain func(), t *task) error {
	if done := ctx.Done(); done != nil { // asked without a lock, unlike ctx.Err
		select {
		case <-done:
			return withCause(ctx, ctx.Err())
		default:
		}
	}
	if ok, closed := p.push(plain, t); ok {
		return nil
	} else if closed {
		return ErrClosed
	}
	return p.submitWaiting(ctx, inside || t == nil && p.inside(ctx), plain, t)
}

// submitWaiting is submit for a full queue. A task of the pool runs other tasks
// meanwhile.
func (p *Pool) submitWaiting(ctx context.Context, inside bool, plain func(), t *task) error {
	p.blocked.Add(1)
	defer p.blocked.Add(-1)
	for {
		ok, closed := p.push(plain, t)
		if ok || closed {
			p.roomLeft() // the next one may find room too, or the end
		}
		switch {
		case ok:
			return nil
		case closed:
			return ErrClosed
		case inside:
			var other task
			if p.queue.pop(&other) {
				p.taken()
				p.help(&other)
			}
		default:
			select {
			case <-p.room:
			case <-ctx.Done():
				p.roomLeft() // the token may have been ours
				return withCause(ctx, ctx.Err())
			}
		}
	}
}

// taken wakes a caller that waits for room.
func (p *Pool) taken() {
	if p.blocked.Load() > 0 {
		p.roomLeft()
	}
}

// roomLeft lets one waiting caller look for room.
func (p *Pool) roomLeft() {
	select {
	case p.room <- struct{}{}:
	default:
	}
}

// wake wakes one parked worker, unless one that was woken has still to look.
func (p *Pool) wake() {
	if !p.waking.Load() && p.waking.CompareAndSwap(false, true) { // most find it woken, and only read
		p.signal()
	}
}

// signal leaves a token for a parked worker.
func (p *Pool) signal() {
	select {
	case p.work <- struct{}{}:
	default:
	}
}

// Close lets no more tasks in, waits until all accepted ones have run, and ends
// the workers. It returns an error that wraps the first panic, as a [*PanicError],
// or [ErrGoexit] of tasks without a group, and says how many there were. It may
// be called again, not by a task of the pool.
func (p *Pool) Close() error {
	p.queue.close()
	for range p.workers {
		p.signal()
	}
	p.roomLeft()
	p.running.Wait()
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.failed == 0 {
		return nil
	}
	return fmt.Errorf("concurrency: pool: %d tasks failed, the first: %w", p.failed, p.first)
}

// worker runs tasks until the pool is closed and empty.
func (p *Pool) worker() {
	over := false
	defer func() {
		if over {
			p.running.Done()
		} else {
			go p.worker() // a task ended the goroutine
		}
	}()
	for !p.round() {
	}
	over = true
}

// round runs tasks until there will be no more, and then returns true. It returns
// false after a panic.
func (p *Pool) round() (over bool) {
	var t task
	busy := false
	defer func() {
		if busy {
			p.broken(&t, recover())
		}
	}()
	for p.take(&t) {
		busy = true
		p.run(&t)
		busy = false
	}
	return true
}

// once runs one task.
func (p *Pool) once(t *task) {
	busy := true
	defer func() {
		if busy {
			p.broken(t, recover())
		}
	}()
	p.run(t)
	busy = false
}

// take waits for a task. It returns false when the pool is closed and empty.
func (p *Pool) take(t *task) bool {
	for {
		if p.queue.pop(t) || p.look(t) {
			p.taken()
			p.share()
			return true
		}
		p.idle.Add(1)
		if p.queue.pop(t) { // once more, now that others see that we are idle
			p.idle.Add(-1)
			p.taken()
			p.share()
			return true
		}
		if p.queue.closed() && p.queue.empty() {
			p.idle.Add(-1)
			p.signal() // the next one
			return false
		}
		<-p.work
		p.idle.Add(-1)
		p.waking.Store(false)
	}
}

// look looks for a task a few times, since parking costs more. Meanwhile nobody need be
// woken. It leaves time for several tasks to come between two looks: who takes each task as it
// comes is in the way of who brings the next.
func (p *Pool) look(t *task) (ok bool) {
	alone := !p.waking.Load() && p.waking.CompareAndSwap(false, true)
	for i := 0; i < 4 && !ok; i++ {
		for range 4 {
			runtime.Gosched()
		}
		ok = p.queue.pop(t)
	}
	if alone {
		p.waking.Store(false)
	}
	return ok
}

// share wakes a parked worker when there are more tasks.
func (p *Pool) share() {
	if p.idle.Load() > 0 && !p.waking.Load() && !p.queue.empty() {
		p.wake()
	}
}

// run runs t.
func (p *Pool) run(t *task) {
	if t.group == nil {
		t.plain()
		return
	}
	t.group.run(t)
}

// broken records how a task ended that did not return: by a panic with the value
// v, or by Goexit when v is nil.
func (p *Pool) broken(t *task, v any) {
	f := failure{index: t.index, err: ErrGoexit}
	if v != nil {
		f.panic = &PanicError{Index: t.index, Value: v, Stack: debug.Stack()}
	}
	if t.group != nil {
		t.group.fail(f)
		t.group.leave()
		return
	}
	p.mu.Lock()
	if p.failed++; p.first == nil {
		if p.first = f.err; f.panic != nil {
			p.first = f.panic
		}
	}
	p.mu.Unlock()
	if f.panic != nil && p.onPanic != nil {
		p.onPanic(f.panic)
	}
}
