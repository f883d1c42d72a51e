package pool

import "time"

// Stats is a snapshot of a pool. While others use the pool its figures may be of
// slightly different moments.
type Stats struct {
	Max     int // as set by Config or Resize
	Open    int // places in use: resources, and those being opened or closed
	Idle    int // resources that lie ready
	Waiting int // callers who wait for their turn

	Ended    uint64        // leases that have ended, so far
	Waited   uint64        // callers who had to wait for their turn, so far
	WaitTime time.Duration // for how long, all together, those whose wait has ended
	Opened   uint64        // resources that were opened, so far
	Lost     uint64        // leases that were lost and found, with LeakAfter
}

// Stats returns a snapshot. Waited that grows as fast as Ended, with a long WaitTime, says
// that Max is too small, or that leases are held too long. It takes time in
// proportion to Max.
func (p *Pool[T]) Stats() Stats {
	p.mu.Lock()
	s := Stats{Max: p.max, Open: p.open, Waiting: p.queue.length, Waited: p.waited}
	p.mu.Unlock()
	s.Idle = p.idleNow()
	for c := p.first; c != nil; c = c.next.Load() {
		for i := range c.states {
			s.Ended += c.states[i].Load() / ended
		}
	}
	s.Opened, s.Lost = p.opened.Load(), p.lost.Load()
	s.WaitTime = time.Duration(p.waitTime.Load())
	return s
}
