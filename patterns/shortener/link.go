package shortener

import (
	"context"
	"errors"
	"time"
)

// Link is a short link.
type Link struct {
	Code    string
	URL     string // normalised, see [Normalize]
	Alias   bool   // whether the user chose the code
	Created time.Time
	Expires time.Time // zero: never
	Hits    uint64    // as far as they are written
}

// expired reports whether the link is over.
func (l Link) expired(now time.Time) bool { return !l.Expires.IsZero() && !now.Before(l.Expires) }

// Shared reports whether the link is the one for its URL: neither an alias nor
// about to expire. A store keeps one such link for each URL.
func (l Link) Shared() bool { return !l.Alias && l.Expires.IsZero() }

// Day is the hits of one day.
type Day struct {
	Date time.Time // midnight UTC
	Hits uint64
}

// Batch is hits to be added. One whose answer was lost with its connection may be in the
// store or not: it is sent again as it was, and the store tells by its number.
type Batch struct {
	Writer string // who counted; each [Service] has a name of its own
	Number uint64 // above that of the writer's last batch
	Day    time.Time
	Hits   map[string]uint64 // by code
}

// Errors that a caller branches on.
var (
	ErrNotFound = errors.New("shortener: no such link")
	ErrExpired  = errors.New("shortener: the link has expired")
	ErrTaken    = errors.New("shortener: the code is taken")
)

// Store keeps links. Every method may be called by several goroutines and ends
// when its context does. Package storetest holds a store to this contract.
type Store interface {
	// Reserve takes n numbers that nobody else ever gets: first, first+1 and so on.
	// They survive a crash: a number is never given out twice.
	Reserve(ctx context.Context, n uint64) (first uint64, err error)
	// Reserved returns the first number that nobody has taken yet.
	Reserved(ctx context.Context) (uint64, error)
	// Insert stores a link and returns it. When the link is shared and its URL has one
	// already, that one is returned. A code that is taken is [ErrTaken].
	Insert(ctx context.Context, link Link) (Link, error)
	// Find returns the link of a code, also an expired one, or [ErrNotFound].
	Find(ctx context.Context, code string) (Link, error)
	// FindURL returns the shared link of a normalised URL, or [ErrNotFound].
	FindURL(ctx context.Context, url string) (Link, error)
	// Delete removes a link, or fails with [ErrNotFound]. Its code may be taken again
	// only as an alias.
	Delete(ctx context.Context, code string) error
	// Deleted returns the version, which is how many links were ever deleted, and the
	// codes of those that were after the version since. A store may forget all but the
	// last thousand: then it returns fewer codes than the versions differ by. A delete
	// that has returned is in every answer asked for later.
	Deleted(ctx context.Context, since uint64) (codes []string, version uint64, err error)
	// List returns up to limit links after the code after, in order of their codes.
	List(ctx context.Context, after string, limit int) ([]Link, error)
	// Search returns up to limit links after the code after, in order of their codes,
	// whose code begins with code or whose URL begins with one of urls, byte by byte.
	Search(ctx context.Context, code string, urls []string, after string, limit int) ([]Link, error)
	// AddHits adds a batch to the hits of links, in all and on its day, all or nothing;
	// codes that are gone are skipped. A batch that is there already is not added again.
	AddHits(ctx context.Context, b Batch) error
	// History returns the days from since on on which the link was hit, oldest first. It
	// ends with the link: a code that is taken again begins at nothing. A code without
	// hits, known or not, has none.
	History(ctx context.Context, code string, since time.Time) ([]Day, error)
}
