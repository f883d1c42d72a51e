package caching

import (
	"fmt"
	"time"
)

// Policy says which entry goes when the cache is full.
type Policy uint8

// The policies. The zero Policy is Adaptive.
const (
	Adaptive Policy = iota // finds by itself what fits the requests
	LRU                    // exactly the least recently used; every hit takes the lock
	SIEVE                  // a lazy FIFO: Zhang and others, NSDI 2024
	S3FIFO                 // three FIFO queues: Yang and others, SOSP 2023
)

// String returns the policy's name as the literature writes it.
func (p Policy) String() string {
	switch p {
	case Adaptive:
		return "Adaptive"
	case LRU:
		return "LRU"
	case SIEVE:
		return "SIEVE"
	case S3FIFO:
		return "S3-FIFO"
	default:
		return fmt.Sprintf("Policy(%d)", uint8(p))
	}
}

// Config holds a cache's settings. Capacity is required; every other zero field
// means: without it.
type Config[K comparable, V any] struct {
	// Capacity is the number of entries that the cache holds at the most, 1 to
	// 2,147,483,647; with Weigh it is their weight. There is no unlimited cache: a
	// plain map is one.
	Capacity int

	// Weigh returns an entry's weight, in whatever unit Capacity is counted. It is
	// called once a Set, outside the locks. An entry heavier than the whole cache is not kept.
	Weigh func(K, V) uint32

	// Policy says which entry goes when the cache is full.
	Policy Policy

	// TTL is the time an entry lives. It is there one nanosecond before and gone at the TTL.
	TTL time.Duration

	// RefreshAfter, shorter than TTL, is the age at which a GetOrLoad that finds an
	// entry also loads it anew in the background.
	RefreshAfter time.Duration

	// StaleFor is how long after its TTL an entry is still handed out by GetOrLoad,
	// while one load in the background brings a new one. Get never returns it.
	StaleFor time.Duration

	// NegativeTTL is how long a loader's error is remembered. A context's end, a panic
	// and a Goexit are never remembered.
	NegativeTTL time.Duration

	// Jitter shortens each TTL and RefreshAfter by a random part of up to this fraction, 0 to 1,
	// so that what was stored together does not expire together.
	Jitter float64

	// OnRemove is told of every value that left the cache and why, outside any
	// lock, in the goroutine that removed it. It may call the cache.
	OnRemove func(Removal[K, V])

	// OnError is told of the errors nobody waits for: those of loads in the background.
	OnError func(K, error)
}

// check returns what is wrong with the settings.
func (c *Config[K, V]) check() error {
	switch {
	case c.Capacity < 1 || c.Capacity > maxCapacity:
		return fmt.Errorf("caching: config: Capacity is %d, want 1 to %d", c.Capacity, maxCapacity)
	case c.Policy > S3FIFO:
		return fmt.Errorf("caching: config: Policy is %d, want Adaptive to S3FIFO", c.Policy)
	case c.Jitter < 0 || c.Jitter > 1 || c.Jitter != c.Jitter:
		return fmt.Errorf("caching: config: Jitter is %v, want 0 to 1", c.Jitter)
	case c.TTL < 0:
		return negative("TTL", c.TTL)
	case c.RefreshAfter < 0:
		return negative("RefreshAfter", c.RefreshAfter)
	case c.StaleFor < 0:
		return negative("StaleFor", c.StaleFor)
	case c.NegativeTTL < 0:
		return negative("NegativeTTL", c.NegativeTTL)
	case c.StaleFor > 0 && c.TTL == 0:
		return fmt.Errorf("caching: config: StaleFor is %v without a TTL, want both or neither", c.StaleFor)
	case c.TTL > 0 && c.RefreshAfter >= c.TTL:
		return fmt.Errorf("caching: config: RefreshAfter is %v, want less than the TTL of %v", c.RefreshAfter, c.TTL)
	}
	return nil
}

func negative(field string, d time.Duration) error {
	return fmt.Errorf("caching: config: %s is %v, want 0 or more", field, d)
}

const maxCapacity = 1<<31 - 1
