// Package pool compares pools of resources that are costly to open: how fast they
// lend and take back, and what they do when callers leave, panic and err.
package pool

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"github.com/goconcepts/cookbook/benchmarks/harness"
)

// Topic is the comparison.
var Topic = harness.Topic{
	Name: "pool",
	Doc:  "pools of connections and the like: bounded, waited for, given back",
	Jobs: jobs(),
	Rows: rows(),
}

// thing is a resource.
type thing struct {
	id      int64
	owners  atomic.Int32
	unsound atomic.Bool
}

// plan is what a pool is asked to be.
type plan struct {
	max   int
	open  func(context.Context) (*thing, error)
	close func(*thing) // may be nil

	// Where the library has no such feature it is not asked.
	lifetime, idle time.Duration
	checked        bool // a thing that is unsound is not handed out again
	watched        bool // leases that are lost, or held for 10 ms, are found
}

// lease is one borrowed thing.
type lease struct {
	thing   *thing
	release func() error
}

// lent is a pool of one library.
type lent struct {
	// with borrows a thing, calls use and gives the thing back, as the library's
	// documentation shows.
	with    func(ctx context.Context, use func(*thing)) error
	acquire func(context.Context) (lease, error)
	// Where the library has no such feature the rest is nil.
	do    func(ctx context.Context, use func(context.Context, *thing) error) error // runs a function and sees how it ends
	close func()
}

// peer is one library.
type peer struct {
	library   string
	pool      func(plan) (lent, error)
	lifetimes bool  // plan.lifetime is understood
	idles     bool  // plan.idle is understood
	checks    bool  // plan.checked is understood
	watches   bool  // plan.watched is understood
	does      bool  // lent.do is there
	closes    bool  // lent.close is there
	broken    error // from a function that do runs: the thing is of no more use
}

func peers() []peer {
	return []peer{ours(), puddlePool(), databaseSQL(), commonsPool(), semaphoreSlice(), byHand()}
}

var (
	errBusiness = errors.New("no such row")
	errBroken   = errors.New("connection reset")
)

// maker opens numbered things and counts them.
type maker struct {
	opened, closed atomic.Int64
	open           func(context.Context) error // may wait, fail or panic; nil is nothing
}

func (m *maker) Open(ctx context.Context) (*thing, error) {
	t := &thing{id: m.opened.Add(1)}
	if m.open != nil {
		return t, m.open(ctx)
	}
	return t, nil
}

func (m *maker) Close(*thing) { m.closed.Add(1) }

// pool makes a pool of a peer with the maker's functions.
func (m *maker) pool(p peer, asked plan) (lent, error) {
	asked.open, asked.close = m.Open, m.Close
	return p.pool(asked)
}
