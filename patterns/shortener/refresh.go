package shortener

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/goconcepts/cookbook/caching"
)

// follower keeps a cache as fresh as promised by asking the store what was deleted. An
// entry is served only while the last answer is younger than bound. It is asked for again
// at half of it by a request that does not wait, so that a busy service asks twice a
// bound, whatever it serves, and an idle one not at all.
type follower struct {
	store Store
	cache *caching.Cache[string, Link]
	bound time.Duration

	epoch time.Time
	asked atomic.Int64 // when the last answer was asked for, since epoch

	mu       sync.Mutex
	question *question // that is being asked, or nil
	version  uint64    // of the last answer; only the question's goroutine uses it
}

// question is one that is asked, by as many as wait for it.
type question struct {
	done chan struct{} // closed when there is an answer
	err  error         // why there is none
}

func newFollower(store Store, cache *caching.Cache[string, Link], bound time.Duration) *follower {
	f := &follower{store: store, cache: cache, bound: bound, epoch: time.Now()}
	f.asked.Store(-int64(bound)) // what is cached before the first answer is not served
	return f
}

// age tells how old the last answer is.
func (f *follower) age(now time.Time) time.Duration {
	return now.Sub(f.epoch) - time.Duration(f.asked.Load())
}

// ask returns the question that is being asked, which may be a new one. The store bounds
// how long it takes.
func (f *follower) ask() *question {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.question == nil {
		q := &question{done: make(chan struct{})}
		f.question = q
		go func() {
			q.err = f.forget(context.Background())
			f.mu.Lock()
			f.question = nil
			f.mu.Unlock()
			close(q.done)
		}()
	}
	return f.question
}

// wait returns when there is an answer younger than bound, or one that was asked for
// since the call, or an error when there is none.
func (f *follower) wait(ctx context.Context) error {
	if err := f.ask().wait(ctx); err != nil || f.age(time.Now()) < f.bound {
		return err
	}
	return f.ask().wait(ctx) // that question was an old one
}

func (q *question) wait(ctx context.Context) error {
	select {
	case <-q.done:
		return q.err
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// forget asks what was deleted and forgets it.
func (f *follower) forget(ctx context.Context) error {
	now := time.Now()
	codes, version, err := f.store.Deleted(ctx, f.version)
	if err != nil {
		return fmt.Errorf("shortener: deleted: %w", err)
	}
	if version == f.version+uint64(len(codes)) {
		for _, code := range codes {
			f.cache.Delete(code)
		}
	} else { // the store has forgotten some, or is another one's backup
		f.cache.Clear()
	}
	f.version = version
	f.asked.Store(int64(now.Sub(f.epoch)))
	return nil
}

// Refresh asks the store now what other services have deleted, and forgets it. Nobody has
// to call it: a service asks by itself, see [Config].CacheFor. Whoever hears of a delete
// earlier, such as the Listen of package postgres, makes it known by this.
func (s *Service) Refresh(ctx context.Context) error {
	f := s.follower
	f.mu.Lock()
	earlier := f.question
	f.mu.Unlock()
	if earlier != nil { // its answer may be older than what the caller has heard of
		_ = earlier.wait(ctx)
	}
	return f.ask().wait(ctx)
}
