package shortener

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// hits counts in memory and writes in batches. Nothing runs while nobody hits: the
// first hit after a flush sets a timer for the next.
type hits struct {
	store   Store
	every   time.Duration
	onError func(error)

	mu     sync.Mutex
	counts map[string]uint64
	timer  *time.Timer // nil when no flush is due
	closed bool

	writing chan struct{} // holds one token: one batch at a time, so that close knows when all is written
}

func (h *hits) init(store Store, every time.Duration, onError func(error)) {
	h.store, h.every, h.onError = store, every, onError
	h.counts, h.writing = map[string]uint64{}, make(chan struct{}, 1)
}

func (h *hits) add(code string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.counts[code]++
	h.schedule()
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

// flush writes what was counted. A batch that cannot be written is counted again.
func (h *hits) flush(ctx context.Context) error {
	select {
	case h.writing <- struct{}{}:
		defer func() { <-h.writing }()
	case <-ctx.Done():
		return fmt.Errorf("shortener: write hits: %w", context.Cause(ctx))
	}
	h.mu.Lock()
	batch := h.counts
	h.counts = make(map[string]uint64, len(batch))
	if h.timer != nil {
		h.timer.Stop()
		h.timer = nil
	}
	h.mu.Unlock()
	if len(batch) == 0 {
		return nil
	}
	err := h.store.AddHits(ctx, batch)
	if err == nil {
		return nil
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for code, n := range batch {
		h.counts[code] += n
	}
	h.schedule()
	return fmt.Errorf("shortener: write hits: %w", err)
}

// close writes the rest. Hits that come later are counted and written by the next close.
func (h *hits) close(ctx context.Context) error {
	h.mu.Lock()
	h.closed = true
	h.mu.Unlock()
	return h.flush(ctx)
}
