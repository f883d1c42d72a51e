package caching

import "fmt"

// Reason says why a value left the cache.
type Reason uint8

// The reasons of a [Removal].
const (
	Evicted  Reason = iota + 1 // there was no room for it
	Expired                    // its time had passed
	Replaced                   // a newer value of the same key took its place
	Deleted                    // Delete or Compute removed it
	Cleared                    // Clear removed it with all others
)

// String returns the reason in lower case.
func (r Reason) String() string {
	switch r {
	case Evicted:
		return "evicted"
	case Expired:
		return "expired"
	case Replaced:
		return "replaced"
	case Deleted:
		return "deleted"
	case Cleared:
		return "cleared"
	default:
		return fmt.Sprintf("Reason(%d)", uint8(r))
	}
}

// Removal is a value that left the cache, and why.
type Removal[K comparable, V any] struct {
	Key    K
	Value  V
	Reason Reason
}
