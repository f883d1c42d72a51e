package main

import (
	"github.com/goconcepts/cookbook/benchmarks/harness"
	"github.com/goconcepts/cookbook/benchmarks/matching"
	"github.com/goconcepts/cookbook/benchmarks/retry"
)

// topics is the one list of what can be compared.
// Add a line for a topic; its package has a variable Topic.
var topics = []harness.Topic{
	matching.Topic,
	retry.Topic,
}
