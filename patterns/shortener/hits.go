package shortener

import (
	"context"
	"crypto/rand"
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

// hits counts in memory and writes in batches. Nothing runs while nobody hits: the
// first hit after a flush sets a timer for the next.
type hits struct {
	store   Store
	every   time.Duration
	onError func(error)

	mu     sync.Mutex
	day    time.Time                       // that counts is of
	counts map[string]uint64               // since the last flush
	older  map[time.Time]map[string]uint64 // of other days, or of batches that were not begun
	timer  *time.Timer                     // nil when no flush is due
	closed bool

	waiting atomic.Int64 // hits that are not known to be stored

	writing chan struct{} // holds one token: one batch at a time, so that close knows when all is written
	batch   Batch         // guarded by writing: the last one; with hits, it is not known to be stored
}

func (h *hits) init(store Store, every time.Duration, onError func(error)) {
	h.store, h.every, h.onError, h.batch.Writer = store, every, onError, rand.Text()
	h.counts, h.older, h.writing = map[string]uint64{}, map[time.Time]map[string]uint64{}, make(chan struct{}, 1)
}

// dayOf returns the midnight, UTC, at which the day of t began.
func dayOf(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }

func (h *hits) add(code string, now time.Time) {
	day := dayOf(now)
	h.mu.Lock()
	defer h.mu.Unlock()
	if !day.Equal(h.day) {
		h.keep(h.day, h.counts)
		h.day, h.counts = day, map[string]uint64{}
	}
	h.counts[code]++
	h.waiting.Add(1)
	h.schedule()
}

// keep adds counts of a day to those that wait besides today's. h.mu is held.
func (h *hits) keep(day time.Time, counts map[string]uint64) {
	if h.older[day] == nil && len(counts) > 0 {
		h.older[day] = make(map[string]uint64, len(counts))
	}
	for code, n := range counts {
		h.older[day][code] += n
	}
}

// schedule sets the timer unless it is set. h.mu is held.
func (h *hits) schedule() {
	if h.timer == nil && !h.closed {
		h.timer = time.AfterFunc(h.every, h.flushInBackground)
	}
}

func (h *hits) flushInBackground() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := h.flush(ctx); err != nil && h.onError != nil {
		h.onError(err)
	}
}

// flush writes what was counted before it was called. A batch that cannot be written
// waits, as it is, for the next flush: the store may have it.
func (h *hits) flush(ctx context.Context) error {
	select {
	case h.writing <- struct{}{}:
		defer func() { <-h.writing }()
	case <-ctx.Done():
		return fmt.Errorf("shortener: write hits: %w", context.Cause(ctx))
	}
	h.mu.Lock()
	h.keep(h.day, h.counts)
	h.counts = make(map[string]uint64, len(h.counts))
	if h.timer != nil {
		h.timer.Stop()
		h.timer = nil
	}
	h.mu.Unlock()
	for h.nextBatch() {
		if err := h.store.AddHits(ctx, h.batch); err != nil {
			h.mu.Lock()
			defer h.mu.Unlock()
			h.schedule()
			return fmt.Errorf("shortener: write hits: %w", err)
		}
		for _, n := range h.batch.Hits {
			h.waiting.Add(-int64(n)) // #nosec G115 -- counted one by one, so it fits
		}
		h.batch.Hits = nil
	}
	return nil
}

// maxBatch is how many links a batch has at most: one that takes longer than a call of
// the store may would never be written, and others wait for the links that it locks.
const maxBatch = 1000

// nextBatch makes a batch, of one day, unless there is one that waits, and reports
// whether there is one now. Its caller is writing.
func (h *hits) nextBatch() bool {
	if h.batch.Hits != nil {
		return true
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for day, counts := range h.older { // one, but around midnight
		h.batch.Number++
		h.batch.Day, h.batch.Hits = day, counts
		if len(counts) > maxBatch {
			h.batch.Hits = make(map[string]uint64, maxBatch)
			for code, n := range counts {
				if len(h.batch.Hits) == maxBatch {
					break
				}
				h.batch.Hits[code] = n
				delete(counts, code)
			}
		} else {
			delete(h.older, day)
		}
		return true
	}
	return false
}

// close writes the rest. Hits that come later are counted and written by the next close.
func (h *hits) close(ctx context.Context) error {
	h.mu.Lock()
	h.closed = true
	h.mu.Unlock()
	return h.flush(ctx)
}
