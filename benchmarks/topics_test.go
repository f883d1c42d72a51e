package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/benchmarks/harness"
)

func TestTopics(t *testing.T) { require.NoError(t, harness.Check(topics)) }
