package shortener

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"sync"
	"time"

	"github.com/goconcepts/cookbook/patterns/shortcode"
)

// Strategy makes codes. Its methods may be called by several goroutines.
type Strategy interface {
	// Code returns a code for a URL. attempt counts from 0: when the code was taken
	// the next attempt must give another.
	Code(ctx context.Context, url string, attempt int) (string, error)
	// Given reports whether the code may have been given out. A code that cannot
	// have been is refused without asking the store.
	Given(ctx context.Context, code string) (bool, error)
}

// rangeSize is how many numbers are taken from the store at once: one write for
// ten thousand links, and at most as many lost in a crash.
const rangeSize = 10_000

// Counter returns the strategy that counts: numbers in ranges from the store,
// hidden by the cipher. Codes never collide.
func Counter(store Store, cipher *shortcode.Cipher) Strategy {
	return &counter{store: store, cipher: cipher}
}

type counter struct {
	store  Store
	cipher *shortcode.Cipher

	mu         sync.Mutex // guards the fields below; not held while the store works
	next, end  uint64     // the rest of our range
	issued     uint64     // no number from here on was taken
	asOf       time.Time  // at this time; zero: never asked
	refreshing chan struct{}
}

func (c *counter) Code(ctx context.Context, _ string, _ int) (string, error) {
	n, err := c.number(ctx)
	if err != nil {
		return "", err
	}
	return c.cipher.Encode(n)
}

// number returns the next number. While one caller takes a new range the others
// wait for it.
func (c *counter) number(ctx context.Context) (uint64, error) {
	for {
		c.mu.Lock()
		if c.next < c.end {
			n := c.next
			c.next++
			c.mu.Unlock()
			return n, nil
		}
		if wait := c.refreshing; wait != nil {
			c.mu.Unlock()
			select {
			case <-wait:
			case <-ctx.Done():
				return 0, context.Cause(ctx)
			}
			continue
		}
		done := make(chan struct{})
		c.refreshing = done
		c.mu.Unlock()
		if err := c.refill(ctx, done); err != nil {
			return 0, err
		}
	}
}

// refill takes a range. It frees those who wait also when the store panics.
func (c *counter) refill(ctx context.Context, done chan struct{}) error {
	var first uint64
	ok, now := false, time.Now()
	defer func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		if ok {
			c.next, c.end = first, first+rangeSize
			c.know(c.end, now)
		}
		c.refreshing = nil
		close(done)
	}()
	first, err := c.store.Reserve(ctx, rangeSize)
	if err != nil {
		return fmt.Errorf("shortener: reserve: %w", err)
	}
	ok = true
	return nil
}

// know notes what was taken at a time. c.mu is held.
func (c *counter) know(issued uint64, now time.Time) {
	if issued >= c.issued {
		c.issued, c.asOf = issued, now
	}
}

// fastest is how many numbers all machines together take in a second at most: ten
// thousand ranges, which is ten thousand commits of one row, one after the other.
const fastest = 10_000 * rangeSize

// Given asks the store for its counter only when another machine may have taken the
// number since the last answer. Of the codes that somebody makes up a second later
// that is one in thirty thousand.
func (c *counter) Given(ctx context.Context, code string) (bool, error) {
	n, err := c.cipher.Decode(code)
	if err != nil {
		return false, nil //nolint:nilerr // a text that is no code was never given out
	}
	now := time.Now()
	c.mu.Lock()
	issued, asOf := c.issued, c.asOf
	c.mu.Unlock()
	if n < issued {
		return true, nil
	}
	if !asOf.IsZero() {
		since := max(now.Sub(asOf), 0)                       // another caller's answer may be younger than now
		if n >= issued+fastest*uint64(since/time.Second+1) { // #nosec G115 -- no less than 1
			return false, nil
		}
	}
	if issued, err = c.store.Reserved(ctx); err != nil {
		return false, fmt.Errorf("shortener: reserved: %w", err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.know(issued, now)
	return n < c.issued, nil
}

// Hash returns the strategy that hashes the URL, with the attempt: the code of a URL
// is the same everywhere, and collisions, which the birthday bound makes common near
// the square root of the number of codes, are found by the store and tried again.
// It needs no store; the parameter is there so that it fits [Config].
func Hash(_ Store, cipher *shortcode.Cipher) Strategy { return hashed{cipher} }

type hashed struct{ cipher *shortcode.Cipher }

func (h hashed) Code(_ context.Context, url string, attempt int) (string, error) {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %s", attempt, url))
	return h.cipher.Encode(binary.BigEndian.Uint64(sum[:]) % h.cipher.Size())
}

func (h hashed) Given(_ context.Context, code string) (bool, error) {
	_, err := h.cipher.Decode(code)
	return err == nil, nil
}
