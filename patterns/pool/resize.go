package pool

import "fmt"

// Resize changes Max. When it grows, callers who wait are served at once; when it
// shrinks, idle resources beyond it are closed before Resize returns, and those
// in use when they come back. Max must be 1 or more.
func (p *Pool[T]) Resize(limit int) error {
	if limit < 1 {
		return fmt.Errorf("pool: resize: Max is %d, want 1 or more", limit)
	}
	p.mu.Lock()
	p.max = limit
	for w := p.queue.first; w != nil && p.open < p.max; w = p.queue.first {
		p.serve(w, p.reserve(), nil)
		w.wake()
	}
	var surplus []*slot[T]
	if p.open-p.leaving > p.max {
		p.gate.Store(true)
		for p.open-p.leaving > p.max {
			s := p.takeIdle()
			if s == nil {
				break
			}
			s.surplus = true
			p.leaving++
			surplus = append(surplus, s)
		}
	}
	p.refuse()
	p.settleGate()
	p.mu.Unlock()
	p.discardAll(surplus)
	p.refill()
	return nil
}
