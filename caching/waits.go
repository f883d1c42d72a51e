package caching

import (
	"context"
	"slices"
	"sync"
)

// A waits is one running load in the graph of who waits for whom. The loader's
// context carries it, so a load that the loader asks for knows who asks.
//
// Whoever wants to wait first publishes the edge and then looks for a way back
// to itself. Of several goroutines that close a circle at the same time, the last
// to publish sees it whole. No lock is held over more than one load.
type waits struct {
	mu    sync.Mutex
	edges []edge
}

// edge says that a load waits for the load of key.
type edge struct {
	to  *waits
	key any
}

type waitsKey struct{}

// asking returns the load on whose behalf ctx asks, or nil.
func asking(ctx context.Context) *waits {
	w, _ := ctx.Value(waitsKey{}).(*waits)
	return w
}

// begin notes that w waits for to, the load of key, unless to waits for w.
func (w *waits) begin(to *waits, key any) error {
	w.mu.Lock()
	w.edges = append(w.edges, edge{to, key})
	w.mu.Unlock()
	if keys := to.wayTo(w, []any{key}, map[*waits]bool{}); keys != nil {
		w.end(to)
		return &CycleError{Keys: append([]any{keys[len(keys)-1]}, keys...)}
	}
	return nil
}

// wayTo returns keys and those on the way from w to goal, or nil if there is none.
func (w *waits) wayTo(goal *waits, keys []any, seen map[*waits]bool) []any {
	if w == goal {
		return keys
	}
	if seen[w] {
		return nil
	}
	seen[w] = true
	w.mu.Lock()
	edges := slices.Clone(w.edges)
	w.mu.Unlock()
	for _, e := range edges {
		if way := e.to.wayTo(goal, append(slices.Clip(keys), e.key), seen); way != nil {
			return way
		}
	}
	return nil
}

// end takes back one wait for to.
func (w *waits) end(to *waits) {
	w.mu.Lock()
	defer w.mu.Unlock()
	i := slices.IndexFunc(w.edges, func(e edge) bool { return e.to == to })
	w.edges = slices.Delete(w.edges, i, i+1)
}
