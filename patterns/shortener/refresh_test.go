package shortener_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/patterns/shortener"
	"github.com/goconcepts/cookbook/patterns/shortener/memory"
)

// watched counts the reads of a store that two services share, and fails or hangs
// where it is told to.
type watched struct {
	memory.Store
	finds, asks atomic.Int64
	deaf        atomic.Bool  // what was deleted cannot be read
	away        atomic.Bool  // nothing can be read
	hangs       atomic.Bool  // nothing is answered
	slow        atomic.Int64 // nanoseconds that an answer is on its way
}

var errAway = errors.New("connection refused")

func (w *watched) ready(ctx context.Context) error {
	if w.hangs.Load() {
		<-ctx.Done()
		return context.Cause(ctx)
	}
	if w.away.Load() {
		return errAway
	}
	return nil
}

func (w *watched) Find(ctx context.Context, code string) (shortener.Link, error) {
	w.finds.Add(1)
	if err := w.ready(ctx); err != nil {
		return shortener.Link{}, err
	}
	return w.Store.Find(ctx, code)
}

func (w *watched) Deleted(ctx context.Context, since uint64) ([]string, uint64, error) {
	w.asks.Add(1)
	if err := w.ready(ctx); err != nil || w.deaf.Load() {
		return nil, 0, errors.Join(err, errAway)
	}
	defer time.Sleep(time.Duration(w.slow.Load()))
	return w.Store.Deleted(ctx, since)
}

// machines returns two services on one store, as on two machines.
func machines(t *testing.T, c shortener.Config) (a, b *shortener.Service, store *watched) {
	store = &watched{}
	c.Key = key
	a, err := shortener.New(store, c)
	require.NoError(t, err)
	b, err = shortener.New(store, c)
	require.NoError(t, err)
	t.Cleanup(func() {
		store.away.Store(false)
		store.hangs.Store(false)
		require.NoError(t, errors.Join(a.Shutdown(context.Background()), b.Shutdown(context.Background())))
	})
	return a, b, store
}

func resolve(t *testing.T, s *shortener.Service, l shortener.Link) {
	t.Helper()
	got, err := s.Resolve(t.Context(), l.Code)
	require.NoError(t, err)
	require.Equal(t, l.URL, got.URL)
}

// TestADeleteReachesOthersWithinItsBound asks b all the time: however the reads of what
// was deleted fall, no answer that begins a bound after the delete has the link.
func TestADeleteReachesOthersWithinItsBound(t *testing.T) {
	const bound = time.Second
	for _, every := range []time.Duration{time.Millisecond, 70 * time.Millisecond, 499 * time.Millisecond, 501 * time.Millisecond, 990 * time.Millisecond, 1300 * time.Millisecond} {
		for _, deaf := range []bool{false, true} {
			t.Run(fmt.Sprintf("%v deaf=%t", every, deaf), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					a, b, store := machines(t, shortener.Config{CacheFor: bound})
					l := shorten(t, a, shortener.Order{URL: "http://h/"})
					for range 10 {
						resolve(t, b, l)
						time.Sleep(every)
					}
					resolve(t, a, l)
					require.NoError(t, a.Delete(t.Context(), l.Code))
					_, err := a.Resolve(t.Context(), l.Code)
					require.ErrorIs(t, err, shortener.ErrNotFound, "here at once")
					store.deaf.Store(deaf) // then the store is asked for the link itself

					gone := time.Now().Add(bound)
					for end := gone.Add(bound); time.Now().Before(end); time.Sleep(every) {
						late := !time.Now().Before(gone)
						if _, err = b.Resolve(t.Context(), l.Code); late {
							require.ErrorIs(t, err, shortener.ErrNotFound, "elsewhere within CacheFor")
						}
					}
					require.ErrorIs(t, err, shortener.ErrNotFound)
				})
			})
		}
	}
}

func TestAnAliasThatIsTakenAgainReachesOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b, _ := machines(t, shortener.Config{})
		old := shorten(t, a, shortener.Order{URL: "http://old/", Alias: "sale"})
		resolve(t, b, old)
		require.NoError(t, a.Delete(t.Context(), "sale"))
		next := shorten(t, a, shortener.Order{URL: "http://new/", Alias: "sale"})
		resolve(t, a, next)
		time.Sleep(time.Second)
		resolve(t, b, next)
	})
}

// TestABoundBelowTheStoresOwnTime has answers that are always too old: they serve those
// who asked for them.
func TestABoundBelowTheStoresOwnTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, _, store := machines(t, shortener.Config{CacheFor: time.Nanosecond})
		l := shorten(t, a, shortener.Order{URL: "http://h/"})
		store.slow.Store(int64(time.Millisecond))
		for range 3 {
			resolve(t, a, l)
		}
		require.Positive(t, store.asks.Load())
	})
}

// TestExpiryNeedsNoWord lets a link expire while the store is away.
func TestExpiryNeedsNoWord(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b, store := machines(t, shortener.Config{CacheFor: time.Hour})
		l := shorten(t, a, shortener.Order{URL: "http://h/", Expires: time.Now().Add(time.Minute)})
		resolve(t, b, l)
		resolve(t, b, l)
		store.away.Store(true)
		time.Sleep(time.Minute - time.Microsecond)
		store.away.Store(false)
		resolve(t, b, l)
		store.away.Store(true)
		time.Sleep(time.Microsecond)
		_, err := b.Resolve(t.Context(), l.Code)
		require.ErrorIs(t, err, shortener.ErrExpired)
	})
}

// TestAQuietStore counts what a store is asked: nothing by idle services, and two
// questions a bound by one that answers all the time, whatever it serves.
func TestAQuietStore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, b, store := machines(t, shortener.Config{CacheFor: time.Second})
		var links []shortener.Link
		for i := range 50 {
			links = append(links, shorten(t, b, shortener.Order{URL: fmt.Sprint("http://h/", i)}))
			resolve(t, b, links[i])
		}
		require.Zero(t, store.asks.Load(), "what was just read needs no question")
		found := store.finds.Load()
		for range 1000 { // ten seconds
			for _, l := range links {
				resolve(t, b, l)
			}
			time.Sleep(10 * time.Millisecond)
		}
		require.InDelta(t, 20, store.asks.Load(), 2)
		require.LessOrEqual(t, store.finds.Load()-found, int64(len(links)), "once more after the first question, and not again")
		asked := store.asks.Load()
		time.Sleep(time.Hour)
		require.Equal(t, asked, store.asks.Load())
	})
}

func TestRefreshMakesADeleteKnownAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b, store := machines(t, shortener.Config{CacheFor: time.Hour})
		l := shorten(t, a, shortener.Order{URL: "http://h/"})
		require.NoError(t, b.Refresh(t.Context()))
		resolve(t, b, l)
		require.NoError(t, a.Delete(t.Context(), l.Code))
		resolve(t, b, l) // an hour is long
		require.NoError(t, b.Refresh(t.Context()))
		_, err := b.Resolve(t.Context(), l.Code)
		require.ErrorIs(t, err, shortener.ErrNotFound)

		store.away.Store(true)
		require.ErrorIs(t, b.Refresh(t.Context()), errAway)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		require.ErrorIs(t, b.Refresh(ctx), context.Canceled)
	})
}

// TestAnOldAnswerIsNotEnough deletes while an answer is on its way that does not know of it.
func TestAnOldAnswerIsNotEnough(t *testing.T) {
	for name, tt := range map[string]struct {
		cacheFor time.Duration
		again    func(*testing.T, *shortener.Service)
	}{
		"refresh": {time.Hour, func(t *testing.T, s *shortener.Service) { require.NoError(t, s.Refresh(t.Context())) }},
		"resolve": {time.Second, func(*testing.T, *shortener.Service) { time.Sleep(1500 * time.Millisecond) }},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				a, b, store := machines(t, shortener.Config{CacheFor: tt.cacheFor})
				l := shorten(t, a, shortener.Order{URL: "http://h/"})
				require.NoError(t, b.Refresh(t.Context()))
				resolve(t, b, l)
				store.slow.Store(int64(2 * time.Second))
				ended, cancel := context.WithCancel(t.Context())
				cancel()
				require.ErrorIs(t, b.Refresh(ended), context.Canceled, "whoever asks need not wait")
				synctest.Wait()
				require.NoError(t, a.Delete(t.Context(), l.Code))
				tt.again(t, b)
				_, err := b.Resolve(t.Context(), l.Code)
				require.ErrorIs(t, err, shortener.ErrNotFound)
			})
		})
	}
}

// TestMoreDeletesThanAStoreRemembers wants the whole cache dropped rather than a link kept.
func TestMoreDeletesThanAStoreRemembers(t *testing.T) {
	store := &forgetful{}
	s, err := shortener.New(store, shortener.Config{Key: key, CacheFor: time.Hour})
	require.NoError(t, err)
	require.NoError(t, s.Refresh(t.Context()))
	l := shorten(t, s, shortener.Order{URL: "http://h/"})
	resolve(t, s, l)
	require.NoError(t, store.Store.Delete(t.Context(), l.Code))
	require.NoError(t, s.Refresh(t.Context()))
	_, err = s.Resolve(t.Context(), l.Code)
	require.ErrorIs(t, err, shortener.ErrNotFound)
	require.NoError(t, s.Shutdown(t.Context()))
}

// forgetful knows how many were deleted and not which.
type forgetful struct{ memory.Store }

func (f *forgetful) Deleted(ctx context.Context, since uint64) ([]string, uint64, error) {
	_, version, err := f.Store.Deleted(ctx, since)
	return nil, version, err
}

// TestAStoreThatIsAway serves what is cached for CacheFor and then says that it cannot
// know; everything works again when the store does.
func TestAStoreThatIsAway(t *testing.T) {
	for name, fail := range map[string]func(*watched) *atomic.Bool{
		"refuses": func(w *watched) *atomic.Bool { return &w.away },
		"hangs":   func(w *watched) *atomic.Bool { return &w.hangs },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				a, _, store := machines(t, shortener.Config{CacheFor: time.Second, Timeout: 3 * time.Second})
				l := shorten(t, a, shortener.Order{URL: "http://h/"})
				require.NoError(t, a.Refresh(t.Context()))
				resolve(t, a, l)
				fail(store).Store(true)
				time.Sleep(time.Second - time.Millisecond)
				resolve(t, a, l)
				time.Sleep(time.Millisecond)
				begin := time.Now()
				var wg sync.WaitGroup
				for range 10 {
					wg.Go(func() {
						_, err := a.Resolve(t.Context(), l.Code)
						if err == nil || errors.Is(err, shortener.ErrNotFound) {
							t.Errorf("%v, want what the store said", err)
						}
					})
				}
				wg.Wait()
				require.LessOrEqual(t, time.Since(begin), 2*3*time.Second, "two calls of the store, however many wait")
				fail(store).Store(false)
				resolve(t, a, l)
			})
		})
	}
}
