package relation

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/goconcepts/cookbook/concurrency"
	"github.com/goconcepts/cookbook/internal/outcome"
)

// A Batch is goroutines whose gets become queries together: it is what [Batched] gives its
// function. It counts who runs and who waits in a [Get]; when nobody runs, nobody can ask for
// more, and what was asked for is fetched. There is no timer and no wait that could be shorter.
type Batch struct {
	ctx    context.Context // the batch's own
	cancel context.CancelCauseFunc

	mu       sync.Mutex
	live     int         // goroutines that have not ended, f's caller too
	running  int         // those that do not wait in a Get
	started  int         // goroutines ever, for the index of a panic
	next     *wave       // what was asked for since the last fetch; nil when nothing was
	loaders  map[any]any // *Loader[K, V] to *lane[K, V]
	done     chan struct{}
	err      error // the first failure, and those that do not follow from it
	panicked *concurrency.PanicError
}

// wave is what all loaders fetch at one time.
type wave struct {
	fetches  []func()
	waiting  int // goroutines in Get
	finished bool
	done     chan struct{} // closed when finished
}

// errStuck is the error of a batch in which everybody waits for a value that only one of them could bring.
var errStuck = errors.New("relation: batch: every goroutine waits, and nothing is left to fetch")

// Batched runs f and what f starts with [Batch.Go], and returns when all of it has ended. Gets
// that wait at the same time are one call of each loader's function, whatever goroutines they come
// from: a tree of loads makes one query for each level, always.
//
// The first error that a function returns cancels the batch's context: gets return it as the
// cause, and so does Batched, joined with those that others return for reasons of their own. A failed get
// is an error of its caller alone, who may do without it. A panic is raised again as a [*concurrency.PanicError]
// when all have ended, with index 0 for f and -1 for a loader's function; a [runtime.Goexit] in a goroutine or a loader is [concurrency.ErrGoexit].
//
// A goroutine of the batch must wait for another one only by Get. One that waits otherwise, by a
// channel or a WaitGroup, counts as running: if the other waits in Get, both wait until ctx ends. What a get has
// fetched is kept for the batch, which should live no longer than a request.
//
// A get costs a lock, a map access and a wake-up. The loaders' functions run one after the other, so that they may share
// a transaction, in a goroutine for each level.
func Batched(ctx context.Context, f func(*Batch) error) (err error) {
	b := &Batch{live: 1, running: 1, started: 1, loaders: map[any]any{}, done: make(chan struct{})}
	b.ctx, b.cancel = context.WithCancelCause(ctx)
	defer func() { // also when f ends this goroutine
		<-b.done
		b.cancel(nil)
		if b.panicked != nil {
			panic(b.panicked)
		}
		err = b.err
	}()
	outcome.Run(func() { err = f(b) }, func(o outcome.Outcome) { b.end(0, o, err) })
	return err
}

// Go runs f in a goroutine of the batch. Any goroutine of the batch may call it, none after
// Batched has returned: that panics.
func (b *Batch) Go(f func() error) {
	b.mu.Lock()
	if b.live == 0 {
		b.mu.Unlock()
		panic("relation: batch: Go after Batched has returned")
	}
	b.live++
	b.running++
	index := b.started
	b.started++
	b.mu.Unlock()
	go func() {
		var err error
		outcome.Run(func() { err = f() }, func(o outcome.Outcome) { b.end(index, o, err) })
	}()
}

// end counts out a goroutine of the batch.
func (b *Batch) end(index int, o outcome.Outcome, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.failed(index, o, err)
	b.live--
	b.running--
	b.settle()
}

// failed records how a function ended that did not end well. The lock is held.
func (b *Batch) failed(index int, o outcome.Outcome, err error) {
	switch o.Kind {
	case outcome.Panicked:
		p := &concurrency.PanicError{Index: index, Value: o.Value, Stack: o.Stack}
		if b.panicked == nil {
			b.panicked = p
		}
		err = p
	case outcome.Exited:
		err = concurrency.ErrGoexit
	}
	switch {
	case err == nil:
	case b.err == nil:
		b.err = err
		b.cancel(err)
	case !errors.Is(err, context.Cause(b.ctx)):
		b.err = errors.Join(b.err, err)
	}
}

// settle does what is due when a goroutine has ended or begun to wait: with nobody running, what was
// asked for is fetched. The lock is held.
func (b *Batch) settle() {
	switch {
	case b.running > 0:
	case b.next != nil:
		w := b.next
		b.next = nil
		b.live++
		b.running++
		go b.fetch(w)
	case b.live == 0:
		close(b.done)
	case b.ctx.Err() == nil:
		b.failed(-1, outcome.Outcome{Kind: outcome.Returned}, errStuck)
	}
}

// fetch calls the loaders' functions and wakes who waits for them, in a goroutine of its own,
// which one of them may end.
func (b *Batch) fetch(w *wave) {
	defer func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		w.finished = true
		close(w.done)
		b.live--
		b.running += w.waiting - 1
		b.settle()
	}()
	for _, fetch := range w.fetches {
		outcome.Run(fetch, func(o outcome.Outcome) {
			b.mu.Lock()
			defer b.mu.Unlock()
			b.failed(-1, o, nil)
		})
	}
}

// wait lets others run until the wave has been fetched or the batch ends. The lock is held at
// the beginning and at the end.
func (b *Batch) wait(w *wave) error {
	w.waiting++
	b.running--
	b.settle()
	b.mu.Unlock()
	select {
	case <-w.done:
	case <-b.ctx.Done():
	}
	b.mu.Lock()
	if w.finished {
		return nil
	}
	w.waiting--
	b.running++
	return fmt.Errorf("relation: get: %w", context.Cause(b.ctx))
}
