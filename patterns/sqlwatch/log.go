package sqlwatch

import (
	"context"
	"database/sql/driver"
	"slices"
	"sync"
	"testing"
)

// Log holds the queries that ran under a context. Several goroutines may add to it
// and ask it; it must not be copied. Make one with [Record].
type Log struct {
	t testing.TB

	mu     sync.Mutex
	count  int
	chunks [][]query // all but the last are full
	args   []uint64  // room for arguments of queries to come
	stacks stacks
}

// query is one that ran.
type query struct {
	text  string
	args  []uint64 // fingerprints
	stack stack
}

// Room is made for so many queries, and so many arguments, at a time.
const (
	chunkSize = 64
	argsSize  = 256
)

type logKey struct{}

// Record returns a context under which the queries of wrapped drivers are recorded, in
// whatever goroutine they run, and the log of them, whose judgements fail t. Fill the tables under
// another context: only what the test asks should count. A Record within a Record
// is a log of its own, and the outer one sees nothing of it. t may be nil if nothing is judged, only asked.
//
// A query costs the log about 120 ns, 50 bytes and 8 for each argument; the log
// holds the text of its queries, hashes of the arguments and never the arguments.
func Record(t testing.TB, ctx context.Context) (context.Context, *Log) {
	l := &Log{t: t, stacks: stacks{}}
	return context.WithValue(ctx, logKey{}, l), l
}

// record adds a query to the log of ctx, if there is one.
func record(ctx context.Context, text string, args []driver.NamedValue) {
	if l, ok := ctx.Value(logKey{}).(*Log); ok {
		l.add(text, args)
	}
}

func (l *Log) add(text string, args []driver.NamedValue) {
	l.mu.Lock()
	defer l.mu.Unlock()
	q := query{text: text, stack: l.stacks.here(), args: l.room(len(args))}
	for i := range args {
		q.args[i] = fingerprint(args[i].Value)
	}
	if l.count%chunkSize == 0 {
		l.chunks = append(l.chunks, make([]query, 0, chunkSize))
	}
	last := &l.chunks[len(l.chunks)-1]
	*last = append(*last, q)
	l.count++
}

// room returns a place for n fingerprints.
func (l *Log) room(n int) []uint64 {
	if n > len(l.args) {
		l.args = make([]uint64, max(n, argsSize))
	}
	room := l.args[:n:n]
	l.args = l.args[n:]
	return room
}

// Count returns how many queries were recorded so far: all of them, also those that
// [Log.Findings] thinks nothing of.
func (l *Log) Count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.count
}

// Reset forgets what was recorded so far.
func (l *Log) Reset() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.count, l.chunks = 0, nil
}

// queries returns what was recorded so far.
func (l *Log) queries() []query {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Concat(l.chunks...)
}
