package pool

import (
	"context"
	"time"
)

// vet reports whether a resource may be used: it is not over its time and, if it lay
// idle for long, it is sound. When vet returns an error, or does not return, the place is
// free again.
func (p *Pool[T]) vet(ctx context.Context, s *slot[T]) (fit bool, err error) {
	var now time.Duration
	if p.timed {
		now = p.now()
		if p.over(s, now) {
			return false, nil
		}
	}
	if p.cfg.Check == nil || p.cfg.CheckAfter > 0 && now-s.used < p.cfg.CheckAfter {
		return true, nil
	}
	kept := false
	defer func() {
		if !kept {
			p.discard(s)
		}
	}()
	err = p.cfg.Check(ctx, s.value)
	if err != nil && ctx.Err() != nil { // cut short: who knows in what state the resource is
		return false, gone(ctx)
	}
	kept = true
	return err == nil, nil
}

// over reports whether a resource has lived or lain too long.
func (p *Pool[T]) over(s *slot[T], now time.Duration) bool {
	return p.cfg.MaxLifetime > 0 && now-s.born >= s.life || p.cfg.MaxIdle > 0 && now-s.used >= p.cfg.MaxIdle
}

// Evict closes the idle resources that are over their time, opens what is then missing
// of MinIdle, and returns how many it closed. Acquire does not hand such ones out, so
// that only a pool that nobody uses for long needs Evict: call it from a timer of your own.
func (p *Pool[T]) Evict() int {
	n := 0
	for c := p.first; c != nil; c = c.next.Load() {
		for i := range c.slots {
			s := &c.slots[i]
			if !s.state.take() {
				continue
			}
			if p.over(s, p.now()) {
				p.discard(s)
				n++
			} else {
				p.put(s)
			}
		}
	}
	p.refill()
	return n
}
