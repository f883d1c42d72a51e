package pool_test

import (
	"context"
	"errors"
	"fmt"
)

type conn struct{ id int }

var errBroken = errors.New("connection reset")

// connPool is a pool on two channels: places bounds, idle keeps.
type connPool struct {
	places chan struct{}
	idle   chan *conn
	opened int // guarded by whoever holds a place; the Example has one goroutine
}

func newConnPool(max int) *connPool {
	return &connPool{places: make(chan struct{}, max), idle: make(chan *conn, max)}
}

// do is with pool.get_connection() as c.
func (p *connPool) do(ctx context.Context, f func(*conn) error) error {
	select {
	case p.places <- struct{}{}:
		defer func() { <-p.places }()
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	var c *conn
	select {
	case c = <-p.idle:
	default:
		p.opened++
		c = &conn{p.opened}
	}
	keep := false
	defer func() {
		if keep { // not after a panic: who knows in what state it is
			p.idle <- c
		}
	}()
	err := f(c)
	keep = !errors.Is(err, errBroken)
	return err
}

// Build a connection pool: what must it do?
//
// Bound the connections in use, use idle ones again, and let a caller who gives up waiting leave without
// taking a place along. After an error of the business the connection goes back; after one of the connection,
// or a panic, it is closed. Two buffered channels are enough: one for places, one for idle connections.
//
// Follow-ups:
//   - What does the production version, pool.New, add? Lifetimes and checks, a caller who leaves while a connection is being opened, a panic in Open as an error, a second release that is refused, leases that were lost found with their stack, a nested acquisition that could only wait for itself reported, and Shutdown.
//   - How large should it be? Small: a few connections for each core of the database; more only queue up there.
//   - Why not database/sql? Use it for SQL: it has a pool. This is for everything else that is costly to open.
//
// Pitfalls:
//   - Acquiring a second connection while holding the first: with all callers doing so, everybody waits.
//   - A connection that was idle for an hour may be dead: check it, or bound its idle time.
//
// Trade-offs: A pool saves the cost of opening and adds limits, lifetimes and waiting; for cheap things open and close.
//
// From Python: The Python original destroys a healthy connection after any Exception of the caller, forgets it after a KeyboardInterrupt, and
// waits in acquire without a way to give up.
//
// Level: mid. Tags: pools, resources, channels. See: patterns/resource/with, concurrency/bounded, patterns/resource/session.
func Example_build() {
	ctx := context.Background()
	p := newConnPool(1)
	use := func(what string, result error) {
		err := p.do(ctx, func(c *conn) error { fmt.Printf("%s: connection %d\n", what, c.id); return result })
		if err != nil {
			fmt.Println("  ", err)
		}
	}
	use("first", nil)
	use("reused", errors.New("no such row"))
	use("kept after a business error", errBroken)
	use("opened anew after a broken one", nil)

	err := p.do(ctx, func(*conn) error { // all are in use now
		impatient, cancel := context.WithCancel(ctx)
		cancel()
		return p.do(impatient, func(*conn) error { return nil })
	})
	fmt.Println("a waiter who leaves:", err)
	use("its place is not lost", nil)
	// Output:
	// first: connection 1
	// reused: connection 1
	//    no such row
	// kept after a business error: connection 1
	//    connection reset
	// opened anew after a broken one: connection 2
	// a waiter who leaves: context canceled
	// its place is not lost: connection 2
}
