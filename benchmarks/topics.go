package main

import (
	"github.com/goconcepts/cookbook/benchmarks/harness"
	"github.com/goconcepts/cookbook/benchmarks/retry"
	"github.com/goconcepts/cookbook/benchmarks/security"
)

// topics is the one list of what can be compared.
// Add a line for a topic; its package has a variable Topic.
var topics = []harness.Topic{
	retry.Topic,
	security.Topic,
}
