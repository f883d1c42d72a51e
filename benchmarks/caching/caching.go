// Package caching compares caches: their speed, the part of requests they answer, the
// memory they take, and the promises they keep.
package caching

import (
	"context"
	"flag"

	"github.com/goconcepts/cookbook/benchmarks/harness"
)

// Topic is the comparison.
var Topic = harness.Topic{
	Name: "caching",
	Doc:  "caches: hits, loads, policies, memory (-traces DIR for recorded requests)",
	Flags: func(f *flag.FlagSet) {
		f.StringVar(&traceDir, "traces", "", "a `folder` of recorded cache requests, NAME.vgz")
	},
	Jobs:   jobs(),
	Tables: tables(),
	Rows:   rows(),
}

var traceDir string

// key is what all the libraries can have as a key.
type key interface{ uint64 | string }

// cache is one library's cache. What a library lacks is nil.
type cache[K comparable] struct {
	get    func(K) (uint64, bool)
	set    func(K, uint64)
	remove func(K)
	len    func() int
	settle func() // waits for work that the library does later
	close  func()
}

// loading is one library's cache of strings that loads what is missing.
type loading struct {
	get    func(context.Context, string) (string, error)
	set    func(k, v string)
	remove func(string)
	peek   func(string) (string, bool) // loads nothing
	close  func()
}

// load is a loader of all the libraries.
type load = func(context.Context, string) (string, error)

// peer is one library, used as its documentation shows.
type peer struct {
	library string
	numbers func(capacity int) cache[uint64]
	texts   func(capacity int) cache[string]
	floats  func(capacity int) cache[float64]
	timed   func(capacity int) cache[uint64] // entries live for an hour
	loading func(load) loading
	// Whether the loader gets a context and returns an error.
	contexts, errors bool
}

func peers() []peer {
	return []peer{ours(), otterV2(), theineGo(), ristrettoV2(), golangLRU(), ttlcacheV3(), sturdyC()}
}

func nothing() {}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
