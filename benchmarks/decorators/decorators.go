// Package decorators compares the layers around a call: breakers, bulkheads, rate
// limits, timeouts and hedges, and those of an HTTP client and server.
package decorators

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/goconcepts/cookbook/benchmarks/harness"
)

// Topic is the comparison.
var Topic = harness.Topic{
	Name: "decorators",
	Doc:  "layers around a call: breaker, bulkhead, rate limit, timeout, hedge; HTTP client and server",
	Jobs: jobs(),
	Rows: slices.Concat(breakerRows(), guardRows(), clientRows(), serverRows()),
}

// operation is what is wrapped. It returns its argument doubled, or an error.
type operation func(ctx context.Context, in int) (int, error)

var errDown = errors.New("down")

func double(_ context.Context, in int) (int, error) { return 2 * in, nil }

// breakerPlan is what a breaker is asked to do: to open after failures in a row,
// and to be probed by one call after a time.
type breakerPlan struct {
	failures int
	openFor  time.Duration
	changed  func(open func() bool) // nil, or told of each change and able to ask whether it is open
}

// peer is one library, used as its documentation shows. What it has not is nil.
type peer struct {
	library  string
	breaker  func(p breakerPlan, f operation) (call operation, closed func() bool)
	windowed func(f operation) operation // opens at half of the calls of 10 s, ten at least
	bulkhead func(limit int, f operation) operation
	limit    func(f operation) operation // a rate that the benchmark never reaches
	timeout  func(d time.Duration, f operation) operation
	hedge    func(after time.Duration, f operation) operation
	// client repeats requests three times, one second apart or as Retry-After asks,
	// but no longer than two minutes if the library can bound it.
	client func(next http.RoundTripper) http.RoundTripper
	// observe gives the handler a wrapped writer and returns the status that was noted.
	observe  func(w http.ResponseWriter, r *http.Request, handler func(http.ResponseWriter)) int
	recovers func(http.Handler) http.Handler
}

func peers() []peer {
	return []peer{ours(), failsafeGo(), gobreakerV2(), eapache(), xtime(), stdlib(), retryableHTTP(), chi(), snoop(), gorilla()}
}

// row asks each library that has the feature.
func row(name string, has func(peer) bool, ask func(peer) error) harness.Row {
	r := harness.Row{Name: name}
	for _, p := range peers() {
		if has(p) {
			r.Cells = append(r.Cells, harness.Cell{Library: p.library, Run: func() error { return ask(p) }})
		}
	}
	return r
}
