package leak

import (
	"github.com/goconcepts/cookbook/benchmarks/harness"
	"github.com/goconcepts/cookbook/memory/leak"
)

// ours runs in a goroutine of its own, as a test does.
func ours() peer {
	return peer{harness.Ours, func(test func()) string {
		said := make(chan string)
		go func() {
			t := new(recorder)
			leak.Check(t)
			test()
			said <- t.end()
		}()
		return <-said
	}}
}
