package main

import (
	"github.com/goconcepts/cookbook/benchmarks/caching"
	"github.com/goconcepts/cookbook/benchmarks/concurrency"
	"github.com/goconcepts/cookbook/benchmarks/decorators"
	"github.com/goconcepts/cookbook/benchmarks/harness"
	"github.com/goconcepts/cookbook/benchmarks/leak"
	"github.com/goconcepts/cookbook/benchmarks/matching"
	"github.com/goconcepts/cookbook/benchmarks/matrix"
	"github.com/goconcepts/cookbook/benchmarks/pool"
	"github.com/goconcepts/cookbook/benchmarks/pools"
	"github.com/goconcepts/cookbook/benchmarks/redirect"
	"github.com/goconcepts/cookbook/benchmarks/relation"
	"github.com/goconcepts/cookbook/benchmarks/retry"
	"github.com/goconcepts/cookbook/benchmarks/security"
	"github.com/goconcepts/cookbook/benchmarks/sqlwatch"
	"github.com/goconcepts/cookbook/benchmarks/weakmap"
)

// topics is the one list of what can be compared.
// Add a line for a topic; its package has a variable Topic.
var topics = []harness.Topic{
	concurrency.Topic,
	leak.Topic,
	matrix.Topic,
	pool.Topic,
	pools.Topic,
	caching.Topic,
	matching.Topic,
	retry.Topic,
	relation.Topic,
	weakmap.Topic,
	security.Topic,
	sqlwatch.Topic,
	decorators.Topic,
	redirect.Topic,
}
