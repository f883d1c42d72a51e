package shortener

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/goconcepts/cookbook/caching"
	"github.com/goconcepts/cookbook/patterns/shortcode"
)

// Config holds the settings of a [Service]. Key is required.
type Config struct {
	// Key hides the order of the codes: 16 bytes or more, secret, never changed.
	Key []byte
	// Strategy makes the codes; nil is [Counter] with a cipher of Key and seven digits.
	// One of your own must make codes of seven digits.
	Strategy func(Store, *shortcode.Cipher) Strategy
	// Host is the service's own host, a name or an address without a port: links to it
	// are refused, since they could loop.
	Host string
	// Redirect is the status of a redirect: 302 (or 0), 301 or 308. After a 302 a browser
	// asks each time, and each time is a hit. After a 301 or 308 it remembers the target and
	// asks no more, until the link expires: one hit for each browser, however often it
	// comes, and a delete never reaches those that have been here. 301 lets a client turn
	// a POST into a GET, 308 does not; to a short link that makes no difference.
	Redirect int
	// CacheSize is how many links are kept in memory; 0 is 100,000.
	CacheSize int
	// CacheFor bounds how long another machine's delete may go unseen, beside the time of
	// one read of the store; 0 is one second. A service in use asks the store what was
	// deleted every half of it. Expiry needs no word: it is part of a cached link.
	CacheFor time.Duration
	// Timeout bounds each call of the store, so that one that hangs is an error; 0 is
	// five seconds.
	Timeout time.Duration
	// FlushEvery bounds how long a hit waits to be written, and so what a killed process
	// loses; 0 is 100 ms. With many machines it should be no less than their number times
	// what a flush takes: those that share a link wait for each other.
	FlushEvery time.Duration
	// OnError is told of hits that could not be written yet; they are kept.
	OnError func(error)
}

// digits is the width of the codes.
const digits = 7

// keepFor is how long a cached link that is not deleted is served before it is read
// again. It is no part of a promise, but bounds what a change by hand in the database costs.
const keepFor = time.Minute

// attempts bounds how often a strategy may give a code that is taken.
const attempts = 16

// Service shortens and resolves. Its methods may be called by several goroutines.
// Make one with [New] and end it with [Service.Shutdown].
type Service struct {
	store    Store
	cfg      Config
	strategy Strategy
	cache    *caching.Cache[string, Link]
	follower *follower
	hits     hits
	ending   atomic.Bool
}

// checked returns the settings with their defaults, or an error that names the wrong one.
func (c Config) checked() (Config, error) {
	c.CacheSize = cmp.Or(c.CacheSize, 100_000)
	c.CacheFor = cmp.Or(c.CacheFor, time.Second)
	c.Timeout = cmp.Or(c.Timeout, 5*time.Second)
	c.FlushEvery = cmp.Or(c.FlushEvery, 100*time.Millisecond)
	c.Redirect = cmp.Or(c.Redirect, http.StatusFound)
	switch {
	case c.CacheSize < 0:
		return c, fmt.Errorf("shortener: new: CacheSize is %d, want 0 or more", c.CacheSize)
	case c.CacheFor < 0:
		return c, fmt.Errorf("shortener: new: CacheFor is %v, want 0 or more", c.CacheFor)
	case c.Timeout < 0:
		return c, fmt.Errorf("shortener: new: Timeout is %v, want 0 or more", c.Timeout)
	case c.FlushEvery < 0:
		return c, fmt.Errorf("shortener: new: FlushEvery is %v, want 0 or more", c.FlushEvery)
	case c.Redirect != http.StatusFound && c.Redirect != http.StatusMovedPermanently && c.Redirect != http.StatusPermanentRedirect:
		return c, fmt.Errorf("shortener: new: Redirect is %d, want 302, 301 or 308", c.Redirect)
	}
	if c.Host != "" {
		host, err := asciiHost(strings.Trim(c.Host, "[]"))
		if err != nil {
			return c, fmt.Errorf("shortener: new: Host is %q, want a name or an address, without a port", c.Host)
		}
		c.Host = host
	}
	if c.Strategy == nil {
		c.Strategy = Counter
	}
	return c, nil
}

// New returns a service over a store, or an error that names the wrong setting.
func New(store Store, c Config) (*Service, error) {
	if store == nil {
		return nil, errors.New("shortener: new: Store is nil")
	}
	c, err := c.checked()
	if err != nil {
		return nil, err
	}
	cipher, err := shortcode.NewCipher(shortcode.Config{Key: c.Key, Digits: digits})
	if err != nil {
		return nil, fmt.Errorf("shortener: new: %w", err)
	}
	cache, err := caching.New(caching.Config[string, Link]{Capacity: c.CacheSize, TTL: keepFor, Jitter: 0.1})
	if err != nil {
		return nil, fmt.Errorf("shortener: new: %w", err)
	}
	store = bounded{store, c.Timeout}
	s := &Service{
		store: store, cfg: c, strategy: c.Strategy(store, cipher), cache: cache,
		follower: newFollower(store, cache, c.CacheFor),
	}
	s.hits.init(store, c.FlushEvery, c.OnError)
	return s, nil
}

// Order is what [Service.Shorten] is asked for.
type Order struct {
	URL     string
	Alias   string    // the code that the user wants; empty: the service's choice
	Expires time.Time // zero: never
}

// Shorten returns the link for an order. The same URL without alias and expiry gives
// the same link. When it returns, the link is stored. It fails with a [*RefusedError]
// for what it does not shorten and with [ErrTaken] for an alias that is in use.
func (s *Service) Shorten(ctx context.Context, o Order) (Link, error) {
	target, err := Normalize(o.URL)
	if err != nil {
		return Link{}, err
	}
	if u, err := url.Parse(target); err != nil || u.Hostname() == s.cfg.Host {
		return Link{}, refuse("own-host", "url", "not lead back to this service")
	}
	now := time.Now().UTC().Truncate(time.Microsecond) // what every store can keep
	link := Link{Code: o.Alias, URL: target, Alias: o.Alias != "", Created: now, Expires: o.Expires.UTC().Truncate(time.Microsecond)}
	if link.expired(now) {
		return Link{}, refuse("expires-past", "expires", "lie in the future")
	}
	if link.Expires.Year() > 9999 {
		return Link{}, refuse("expires-range", "expires", "lie before the year 10000")
	}
	if link.Alias {
		if err := checkAlias(o.Alias, digits); err != nil {
			return Link{}, err
		}
		return s.insertAlias(ctx, link)
	}
	if link.Shared() {
		// Most URLs come again: a look-up saves a number.
		if known, err := s.store.FindURL(ctx, target); !errors.Is(err, ErrNotFound) {
			return known, err
		}
	}
	for attempt := range attempts {
		if link.Code, err = s.strategy.Code(ctx, target, attempt); err != nil {
			return Link{}, err
		}
		stored, err := s.store.Insert(ctx, link)
		if !errors.Is(err, ErrTaken) {
			return stored, err
		}
	}
	return Link{}, fmt.Errorf("shortener: %d codes were taken: %w", attempts, ErrTaken)
}

// insertAlias takes an alias. The same order again, perhaps since the first answer was
// lost, gets what is there.
func (s *Service) insertAlias(ctx context.Context, link Link) (Link, error) {
	stored, err := s.store.Insert(ctx, link)
	if !errors.Is(err, ErrTaken) {
		return stored, err
	}
	known, failed := s.store.Find(ctx, link.Code)
	switch {
	case errors.Is(failed, ErrNotFound):
		return Link{}, err
	case failed != nil:
		return Link{}, failed
	case known.Alias && known.URL == link.URL && known.Expires.Equal(link.Expires):
		return known, nil
	}
	return Link{}, err
}

// Resolve returns the link of a code and counts a hit. It fails with [ErrNotFound],
// for a code that cannot exist without asking the store, and with [ErrExpired].
func (s *Service) Resolve(ctx context.Context, code string) (Link, error) {
	now := time.Now()
	link, err := s.find(ctx, code, now)
	if err != nil {
		return Link{}, err
	}
	if link.expired(now) {
		return Link{}, ErrExpired
	}
	s.hits.add(code, now)
	return link, nil
}

func (s *Service) find(ctx context.Context, code string, now time.Time) (Link, error) {
	if link, ok := s.cache.Get(code); ok {
		age := s.follower.age(now)
		if age < s.follower.bound {
			if age >= s.follower.bound/2 {
				s.follower.ask()
			}
			return link, nil
		}
		if err := s.follower.wait(ctx); err != nil {
			s.cache.Delete(code) // it may be deleted elsewhere: the store must say
		}
		return s.cache.GetOrLoad(ctx, code, s.store.Find)
	}
	if len(code) == digits {
		if given, err := s.strategy.Given(ctx, code); err != nil || !given {
			return Link{}, cmp.Or(err, ErrNotFound)
		}
	} else if checkAlias(code, digits) != nil {
		return Link{}, ErrNotFound
	}
	return s.cache.GetOrLoad(ctx, code, s.store.Find)
}

// Delete removes a link. This service forgets it at once, others within CacheFor.
func (s *Service) Delete(ctx context.Context, code string) error {
	if checkText("code", code) != nil {
		return ErrNotFound
	}
	defer s.cache.Delete(code)
	return s.store.Delete(ctx, code)
}

// Stats returns a link with its hits, those included that are not written yet.
func (s *Service) Stats(ctx context.Context, code string) (Link, error) {
	if checkText("code", code) != nil {
		return Link{}, ErrNotFound
	}
	if err := s.hits.flush(ctx); err != nil {
		return Link{}, err
	}
	return s.store.Find(ctx, code)
}

// Ready reports whether the service should get requests: not while it ends, and
// not when its store does not answer.
func (s *Service) Ready(ctx context.Context) error {
	if s.ending.Load() {
		return errors.New("shortener: shutting down")
	}
	if _, err := s.store.Reserved(ctx); err != nil {
		return fmt.Errorf("shortener: store: %w", err)
	}
	return nil
}

// Drain makes Ready fail, so that no new requests are sent here. Those that come
// are still served. It is the first step of a shutdown.
func (s *Service) Drain() { s.ending.Store(true) }

// Shutdown drains and writes the hits that wait. Call it after the HTTP server's own
// Shutdown. If ctx ends first its error says so, and the hits are kept for another try.
func (s *Service) Shutdown(ctx context.Context) error {
	s.Drain()
	return s.hits.close(ctx)
}
