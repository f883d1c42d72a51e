// Package retry compares ways to call a function again until it succeeds.
package retry

import (
	"context"
	"time"

	"github.com/goconcepts/cookbook/benchmarks/harness"
)

// Topic is the comparison.
var Topic = harness.Topic{
	Name: "retry",
	Doc:  "functions called again until they succeed",
	Jobs: jobs(),
	Rows: rows(),
}

// operation is what is retried: a function with a context and an argument. It
// returns its argument doubled, or an error.
type operation func(ctx context.Context, in int) (int, error)

// plan is what a retry is asked to do.
type plan struct {
	attempts int
	base     time.Duration // the first wait; 0 is no wait at all
	max      time.Duration // the longest; when above base the waits grow
	factor   float64       // of the growth; 0 is the library's default
}

// peer is one library, used as its documentation shows.
type peer struct {
	library string
	// with prepares what the library prepares once and returns f retried. A library
	// that takes settings with each call gets them there.
	with func(p plan, f operation) (operation, error)
	// Where the library has no such feature the rest is zero.
	oneAtLeast bool                                            // zero attempts cannot be said, or are documented to be no limit
	hasFactor  bool                                            // plan.factor is understood
	bounded    func(f operation) (operation, error)            // a delay asked for by [asks] waits a minute at most
	asks       func(err error, delay time.Duration) error      // err with a delay that the other side asked for
	budgeted   func(tries int, f operation) (operation, error) // retries are bounded by ten tokens or a tenth
}

func peers() []peer { return []peer{ours(), retryGo(), backoffV5(), goRetry(), failsafeGo()} }
