// Command benchmarks compares the cookbook's packages with the specialised
// libraries, in one process, in speed and in behaviour:
//
//	go -C benchmarks run .                     list the topics
//	go -C benchmarks run . retry               speed: medians, ratios, allocations
//	go -C benchmarks run . retry -behaviour    the same promises asked of everyone
//	go -C benchmarks run . retry -write        the same, and renew RESULTS.md
package main

import (
	"os"

	"github.com/goconcepts/cookbook/benchmarks/harness"
)

func main() {
	os.Exit(harness.Main(os.Args[1:], topics, os.Stdout, os.Stderr))
}
