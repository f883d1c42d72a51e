package concurrency

// loop is the work of one worker: it ends when the stream does.
func (s *streaming[T, R]) loop(w *worker) {
	for {
		for i, ok := s.next(w); ok; i, ok = s.next(w) {
			s.one(w, i)
		}
		s.idle.Add(1)
		i, ok := s.next(w) // once more, now that others see that we are idle
		if !ok && !s.finished() {
			<-s.work
			s.idle.Add(-1)
			s.waking.Store(false)
			continue
		}
		s.idle.Add(-1)
		if !ok {
			return
		}
		s.one(w, i)
	}
}

// finished reports whether there will be no more items to start.
func (s *streaming[T, R]) finished() bool {
	over := s.over.Load() // before the limit, which rises no more after it
	limit := s.limit.Load()
	return limit < 0 || over && s.cursor.Load() >= limit
}

// one runs item i.
func (s *streaming[T, R]) one(w *worker, i int) {
	if s.idle.Load() > 0 && (span(w.span.Load()).len() > 0 || s.cursor.Load() < s.limit.Load()) {
		s.wake()
	}
	c := &s.items[i&s.mask]
	item := c.item
	var none T
	c.item = none
	if !s.ordered {
		c.held.Store(false)
	}
	if i&s.seldom == 0 {
		select {
		case <-s.ended:
			return
		default:
		}
	}
	value, err := s.f(s.inner, item)
	if err != nil {
		s.failed(failure{index: i, err: err})
		return
	}
	s.deliver(i, value, nil)
}

// failed delivers a failure, and ends the stream when failing fast.
func (s *streaming[T, R]) failed(f failure) {
	if s.failFast {
		s.mu.Lock()
		first := s.job.failed == nil
		if first {
			s.job.failed = &f
		}
		s.mu.Unlock()
		if first {
			defer s.stop(f.error())
		}
	}
	var none R
	if f.panic != nil {
		s.deliver(f.index, none, f.panic)
	} else {
		s.deliver(f.index, none, &ItemError{Index: f.index, Err: withCause(s.inner, f.err)})
	}
}

// deliver hands a result to the consumer: in the place of its item, or in the next one.
func (s *streaming[T, R]) deliver(i int, value R, err error) {
	if !s.ordered {
		i = int(s.tickets.Add(1)) - 1
	}
	r := &s.results[i&s.mask]
	r.value, r.err = value, err
	r.turn.Store(int64(i) + 1)
	s.wakeConsumer(int64(i))
}

// wakeConsumer wakes the consumer if it parks for the result at the given place.
func (s *streaming[T, R]) wakeConsumer(at int64) {
	if at >= 0 && s.awaited.Load() == at && s.awaited.CompareAndSwap(at, -1) {
		select {
		case s.ready <- struct{}{}:
		default:
		}
	}
}

// wake wakes one worker, unless one that was woken has still to look. That one
// wakes the next when it finds more than it takes.
func (s *streaming[T, R]) wake() {
	if !s.waking.Load() && s.waking.CompareAndSwap(false, true) {
		select {
		case s.work <- struct{}{}:
		default:
		}
	}
}

// wakeAll wakes all workers, so that they see the end.
func (s *streaming[T, R]) wakeAll() {
	for range s.workers {
		select {
		case s.work <- struct{}{}:
		default:
		}
	}
}
