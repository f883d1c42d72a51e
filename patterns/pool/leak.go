package pool

import (
	"fmt"
	"runtime"
	"strings"
	"time"
)

// Leak is a lease that is held for longer than LeakAfter, told once, or that was lost: no
// copy of it is left, so that nobody can end it.
type Leak struct {
	Lost  bool          // it was lost: its resource is being closed
	Held  time.Duration // since it was acquired
	Stack string        // of the Acquire or Do: for each call its function, and its file and line
}

// record is what is known of a lease.
type record struct {
	since time.Duration // on the pool's clock
	told  bool
	stack [24]uintptr
	depth int
	lost  runtime.Cleanup
}

// guard is what all copies of a lease, and nobody else, point to.
type guard struct{ record *record }

// lostLease is what the collector hands back. It must not lead to the guard.
type lostLease[T any] struct {
	lease  Lease[T] // without its guard
	record *record
}

// watch makes the guard of a new lease.
func (p *Pool[T]) watch(l Lease[T]) *guard {
	r := &record{since: p.now()}
	r.depth = runtime.Callers(4, r.stack[:]) // without Callers, watch, acquire and Acquire
	g := &guard{r}
	r.lost = runtime.AddCleanup(g, p.reclaim, lostLease[T]{l, r})
	p.mu.Lock()
	defer p.mu.Unlock()
	l.slot.record = r
	if !p.watched {
		p.watched = true
		time.AfterFunc(p.cfg.LeakAfter, p.look)
	}
	return g
}

// unwatch forgets a lease that has ended.
func (p *Pool[T]) unwatch(l Lease[T]) {
	l.guard.record.lost.Stop()
	p.mu.Lock()
	l.slot.record = nil
	p.mu.Unlock()
	runtime.KeepAlive(l.guard)
}

// reclaim ends a lost lease. It starts a goroutine, since the user's functions may take
// their time and the collector's goroutine is everybody's.
func (p *Pool[T]) reclaim(l lostLease[T]) {
	if !l.lease.end() { // it was ended at that moment
		return
	}
	p.mu.Lock()
	l.lease.slot.record = nil
	p.mu.Unlock()
	p.lost.Add(1)
	go func() {
		defer p.refill()
		defer p.discard(l.lease.slot)
		p.report(l.record, true)
	}()
}

// look reports what is held for too long, and comes again when the next one will be.
func (p *Pool[T]) look() {
	now := p.now()
	var late []*record
	next := time.Duration(-1)
	p.mu.Lock()
	for c := p.first; c != nil; c = c.next.Load() {
		for i := range c.slots {
			r := c.slots[i].record
			if r == nil || r.told {
				continue
			}
			if left := p.cfg.LeakAfter - (now - r.since); left <= 0 {
				r.told = true
				late = append(late, r)
			} else if next < 0 || left < next {
				next = left
			}
		}
	}
	if p.watched = next >= 0; p.watched {
		time.AfterFunc(next, p.look)
	}
	p.mu.Unlock()
	for _, r := range late {
		p.report(r, false)
	}
}

func (p *Pool[T]) report(r *record, lost bool) {
	if p.cfg.OnLeak == nil {
		return
	}
	var b strings.Builder
	for frames := runtime.CallersFrames(r.stack[:r.depth]); ; {
		f, more := frames.Next()
		fmt.Fprintf(&b, "%s\n\t%s:%d\n", f.Function, f.File, f.Line)
		if !more {
			break
		}
	}
	p.cfg.OnLeak(Leak{Lost: lost, Held: p.now() - r.since, Stack: b.String()})
}
