package concurrency

import "sync/atomic"

// A span is a run of items that nobody has started, packed into one word so that
// its owner can take the first item and a thief the upper half by one
// compare-and-swap each: the first index in the upper 48 bits, the length below.
//
// A word that was seen with a length is current whenever it is seen again: each
// item leaves the spans once and is in one span at a time. So there is no ABA
// problem.
type span uint64

const (
	lengthBits = 16
	maxItems   = 1 << (64 - lengthBits) // more than can be held, save of zero-size items
	maxBlock   = 256                    // items claimed from the cursor at once
)

// newSpan returns the span of n items from first.
func newSpan(first, n int) span { return span(first)<<lengthBits | span(n) }

// first returns the index of the first item.
func (s span) first() int { return int(s >> lengthBits) }

// len returns the number of items.
func (s span) len() int { return int(s & (1<<lengthBits - 1)) }

// rest returns the span without its first item.
func (s span) rest() span { return s + 1<<lengthBits - 1 }

// split returns the lower half and the upper, which is not the smaller one: of a
// single item, whose owner is busy, the thief gets it.
func (s span) split() (lower, upper span) {
	keep := s.len() / 2
	return newSpan(s.first(), keep), newSpan(s.first()+keep, s.len()-keep)
}

// worker is what one worker of a job owns, on a cache line of its own.
type worker struct {
	span  atomic.Uint64
	item  int // the item in hand
	first int // where its scan for a victim begins
	_     [64 - 24]byte
}
