package concurrency

import "runtime"

// Map calls f for each item, up to opts.Width at once, and returns the values in
// the order of the items: what the loop
//
//	for i, item := range items { out[i] = f(item) }
//
// would give, at any width. A panic in f is raised again in the caller as a
// [*PanicError] when all items before it are complete: that of the lowest index,
// as in the loop. A [runtime.Goexit] in f ends the caller's goroutine, as in the
// loop. Items after such an end may have been started; none is running when Map
// returns. Map panics when opts.Width is negative.
//
// Items may wait for each other if no more than Width of them wait in all: they
// start in about the order of their index, and no worker rests while an item has not started.
//
// The caller's goroutine is one of the workers; up to Width-1 more are started.
// An item costs a few nanoseconds and no allocation. When items take less than
// that, a loop is faster; when they return errors, use [MapErr].
func Map[T, R any](items []T, f func(T) R, opts *Options) []R {
	out := make([]R, len(items))
	each(len(items), opts, func(j *job, w *worker) {
		for i, ok := j.next(w); ok; i, ok = j.next(w) {
			out[i] = f(items[i])
		}
	})
	return out
}

// Each is [Map] for a function without a result.
//
// For a handful of functions that need no bound and cannot panic, a
// [sync.WaitGroup] and its method Go suffice.
func Each[T any](items []T, f func(T), opts *Options) {
	each(len(items), opts, func(j *job, w *worker) {
		for i, ok := j.next(w); ok; i, ok = j.next(w) {
			f(items[i])
		}
	})
}

// each runs the loop on as many workers as opts says, one of them the caller.
func each(n int, opts *Options, loop func(*job, *worker)) {
	width, err := opts.width()
	if err != nil {
		panic(err)
	}
	if n == 0 {
		return
	}
	j := newJob(n, width)
	j.loop = loop
	j.start(1)
	defer j.join() // also when an item of ours ends this goroutine
	j.workers[0].first = 1
	for !j.round(&j.workers[0]) {
	}
}

// join waits for all workers; then it raises the panic or follows the Goexit
// that decides.
func (j *job) join() {
	j.running.Wait()
	switch f := j.failed; {
	case f == nil:
	case f.panic != nil:
		panic(f.panic)
	default:
		runtime.Goexit()
	}
}
