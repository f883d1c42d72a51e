// Package concurrency compares ways to run a function over a list with bounded
// parallelism, streams that keep the order, and pools of workers.
package concurrency

import (
	"context"
	"iter"

	"github.com/goconcepts/cookbook/benchmarks/harness"
)

// Topic is the comparison.
var Topic = harness.Topic{
	Name:   "concurrency",
	Doc:    "bounded and ordered work on goroutines, streams, pools",
	Jobs:   jobs(),
	Tables: tables(),
	Rows:   rows(),
}

// peer is one library, used as its documentation shows. Where it has no such
// feature the field is nil.
type peer struct {
	library   string
	unbounded bool // the width is not heeded
	tries     bool // its pool refuses a task instead of waiting
	groups    bool // its pool has groups that succeed or fail together
	// mapped is a map over a list without errors.
	mapped func(items []int, width int, f func(int) int) []int
	// mapErr is a map over a list with a context and errors, where the first error stops the rest.
	mapErr func(ctx context.Context, items []int, width int, f func(context.Context, int) (int, error)) ([]int, error)
	// fast is mapErr with siblings cancelled, where that is another mode; nil if it is the same.
	fast func(ctx context.Context, items []int, width int, f func(context.Context, int) (int, error)) ([]int, error)
	// stream maps a sequence and keeps its order; consume is called for each value.
	stream func(src iter.Seq[int], width int, f func(int) int, consume func(int))
	// pool starts a pool with a bounded queue, or the bound that it has.
	pool func(width, queue int) workers
	// first returns the first success.
	first func(fs []func(context.Context) (int, error)) (int, error)
}

// workers is a running pool.
type workers struct {
	submit func(f func()) error
	try    func(f func()) bool
	close  func()
	// group runs functions that succeed or fail together.
	group func(ctx context.Context) (run func(f func(context.Context) error), wait func() error)
}

func peers() []peer {
	return []peer{ours(), concPeer(), errgroupPeer(), pondPeer(), antsPeer(), workerpoolPeer(), loPeer()}
}
