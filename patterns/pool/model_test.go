package pool_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/goconcepts/cookbook/patterns/model"
	"github.com/goconcepts/cookbook/patterns/pool"
)

// world is a pool and what a simple model says of it: sets of resources, and a list of
// those who wait.
type world struct {
	p       *pool.Pool[int]
	f       *factory
	max     int
	leased  map[int]pool.Lease[int]
	idle    map[int]bool
	born    map[int]time.Time
	doomed  map[int]bool // ended by Destroy
	ended   []pool.Lease[int]
	waiting []*caller
	results chan result
	closed  int // of f.closed, looked at
}

type caller struct {
	ticket int
	leave  context.CancelFunc
}

type result struct {
	ticket int
	lease  pool.Lease[int]
	err    error
}

const lifetime = time.Hour

func newWorld() *world {
	w := &world{
		f: &factory{}, max: 2, leased: map[int]pool.Lease[int]{}, idle: map[int]bool{},
		born: map[int]time.Time{}, doomed: map[int]bool{}, results: make(chan result, 100),
	}
	var err error
	w.p, err = pool.New(pool.Config[int]{Open: w.f.Open, Close: w.f.Close, Max: w.max, MaxLifetime: lifetime})
	if err != nil {
		panic(err)
	}
	return w
}

// stop ends a world: who waits is told, and all is closed.
func (w *world) stop() error {
	w.p.Close()
	synctest.Wait()
	for range w.waiting {
		if r := <-w.results; !errors.Is(r.err, pool.ErrClosed) {
			return fmt.Errorf("caller %d got %w after Close", r.ticket, r.err)
		}
	}
	for _, l := range w.leased {
		if err := l.Release(); err != nil {
			return err
		}
	}
	return w.p.Shutdown(context.Background())
}

func (w *world) open() int { return len(w.leased) + len(w.idle) }

func (w *world) old(id int) bool { return time.Since(w.born[id]) >= lifetime }

func (w *world) acquire() error {
	ctx, cancel := context.WithCancel(context.Background())
	c := &caller{w.f.opened*1000 + len(w.ended)*37 + len(w.waiting), cancel}
	for slices.ContainsFunc(w.waiting, func(o *caller) bool { return o.ticket == c.ticket }) {
		c.ticket++
	}
	go func() {
		l, err := w.p.Acquire(ctx)
		w.results <- result{c.ticket, l, err}
	}()
	w.waiting = append(w.waiting, c)
	return w.settle(0)
}

// settle looks at what has come of a step. So many resources may be closed since there are
// more than max.
func (w *world) settle(surplus int) error {
	synctest.Wait()
	for _, id := range w.f.closed[w.closed:] {
		w.closed++
		switch {
		case w.doomed[id]:
			delete(w.doomed, id)
		case !w.idle[id]:
			return fmt.Errorf("%d was closed and is not idle", id)
		case w.old(id):
		case surplus > 0:
			surplus--
		default:
			return fmt.Errorf("%d was closed without a reason", id)
		}
		delete(w.idle, id)
	}
	served := w.waiting[:min(len(w.results), len(w.waiting))]
	w.waiting = w.waiting[len(served):]
	for range served {
		r := <-w.results
		if r.err != nil {
			return r.err
		}
		if !slices.ContainsFunc(served, func(c *caller) bool { return c.ticket == r.ticket }) {
			return fmt.Errorf("caller %d was served before his turn", r.ticket)
		}
		id := r.lease.Value()
		switch _, known := w.born[id]; {
		case !known:
			w.born[id] = time.Now()
		case !w.idle[id]:
			return fmt.Errorf("%d was lent and is not idle", id)
		case w.old(id):
			return fmt.Errorf("%d was lent beyond its lifetime", id)
		}
		delete(w.idle, id)
		w.leased[id] = r.lease
	}
	return nil
}

// lent draws one that is leased, and takes it out of the model.
func (w *world) lent(r *model.Run) (pool.Lease[int], int, bool) {
	if len(w.leased) == 0 {
		return pool.Lease[int]{}, 0, false
	}
	id := model.Draw(r, "resource", rapid.SampledFrom(slices.Sorted(maps.Keys(w.leased))))
	l := w.leased[id]
	delete(w.leased, id)
	w.ended = append(w.ended, l)
	return l, id, true
}

func (w *world) law() error {
	s := w.p.Stats()
	switch {
	case s.Open != w.open() || s.Idle != len(w.idle) || s.Waiting != len(w.waiting) || s.Max != w.max:
		return fmt.Errorf("stats %+v; %d leased, %d idle, %d wait, max %d", s, len(w.leased), len(w.idle), len(w.waiting), w.max)
	case s.Ended != uint64(len(w.ended)):
		return fmt.Errorf("%d leases ended, Stats says %d", len(w.ended), s.Ended)
	case w.open() > max(w.max, len(w.leased)):
		return fmt.Errorf("%d open, %d of them leased, max %d", w.open(), len(w.leased), w.max)
	case len(w.waiting) > 0 && (len(w.idle) > 0 || w.open() < w.max):
		return fmt.Errorf("%d wait, with %d idle and %d of %d open", len(w.waiting), len(w.idle), w.open(), w.max)
	}
	for id, l := range w.leased {
		if l.Value() != id {
			return fmt.Errorf("the lease of %d holds %d", id, l.Value())
		}
	}
	return nil
}

func steps() map[string]func(*model.Run, *world) error {
	return map[string]func(*model.Run, *world) error{
		"acquire": func(_ *model.Run, w *world) error { return w.acquire() },
		"leave": func(r *model.Run, w *world) error {
			if len(w.waiting) == 0 {
				return nil
			}
			i := model.Draw(r, "waiter", rapid.IntRange(0, len(w.waiting)-1))
			w.waiting[i].leave()
			got := <-w.results
			if got.ticket != w.waiting[i].ticket || !errors.Is(got.err, context.Canceled) {
				return fmt.Errorf("caller %d left, %d got %w", w.waiting[i].ticket, got.ticket, got.err)
			}
			w.waiting = slices.Delete(w.waiting, i, i+1)
			return w.settle(0)
		},
		"release": func(r *model.Run, w *world) error {
			surplus := max(0, w.open()-w.max)
			l, id, ok := w.lent(r)
			if !ok {
				return nil
			}
			w.idle[id] = true
			return errors.Join(l.Release(), w.settle(surplus))
		},
		"destroy": func(r *model.Run, w *world) error {
			l, id, ok := w.lent(r)
			if !ok {
				return nil
			}
			w.doomed[id] = true
			return errors.Join(l.Destroy(), w.settle(0))
		},
		"hijack": func(r *model.Run, w *world) error {
			l, id, ok := w.lent(r)
			if !ok {
				return nil
			}
			got, err := l.Hijack()
			if got != id {
				return fmt.Errorf("hijacked %d, got %d", id, got)
			}
			return errors.Join(err, w.settle(0))
		},
		"end again": func(r *model.Run, w *world) error {
			if len(w.ended) == 0 {
				return nil
			}
			l := model.Draw(r, "lease", rapid.SampledFrom(w.ended))
			if err := l.Release(); !errors.Is(err, pool.ErrReleased) {
				return fmt.Errorf("a second Release: %w", err)
			}
			if err := l.Destroy(); !errors.Is(err, pool.ErrReleased) || l.Value() != 0 {
				return fmt.Errorf("a second Destroy: %w", err)
			}
			return w.settle(0)
		},
		"time passes": func(r *model.Run, w *world) error {
			time.Sleep(model.Draw(r, "minutes", rapid.SampledFrom([]time.Duration{25, 60})) * time.Minute)
			return w.settle(0)
		},
		"evict": func(_ *model.Run, w *world) error {
			old := 0
			for id := range w.idle {
				if w.old(id) {
					old++
				}
			}
			if n := w.p.Evict(); n != old {
				return fmt.Errorf("%d evicted, %d are old", n, old)
			}
			return w.settle(0)
		},
		"resize": func(r *model.Run, w *world) error {
			w.max = model.Draw(r, "max", rapid.IntRange(1, 4))
			return errors.Join(w.p.Resize(w.max), w.settle(max(0, w.open()-w.max)))
		},
	}
}

// undated hides Deadline, which a bubble does not have.
type undated struct{ rapid.TB }

func TestThePoolAgreesWithASimpleModel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var last *world
		start := func() *world {
			if last != nil {
				require.NoError(t, last.stop())
			}
			last = newWorld()
			return last
		}
		model.Check(undated{t}, model.Machine[*world]{Start: start, Steps: steps(), Law: (*world).law})
		require.NoError(t, last.stop())
	})
}
