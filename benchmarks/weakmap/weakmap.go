// Package weakmap compares maps whose values do not keep themselves alive.
package weakmap

import (
	"fmt"

	"github.com/goconcepts/cookbook/benchmarks/harness"
)

// Topic is what the command runs.
var Topic = harness.Topic{
	Name: "weakmap",
	Doc:  "maps that do not keep their values alive",
	Jobs: []harness.Job{hits(), inserts()},
}

// An object is what the maps point at.
type object struct {
	id int
	_  [64]byte
}

// A peer gives an empty map: load, and load or create.
type peer struct {
	library string
	empty   func() (load func(int) *object, loadOrCreate func(int) *object)
}

func peers() []peer { return []peer{ours(), handWritten()} }

func hits() harness.Job {
	const size = 1 << 10
	j := harness.Job{Name: "a value that is there", Unit: "lookup"}
	for _, p := range peers() {
		j.Contestants = append(j.Contestants, harness.Contestant{Library: p.library, Start: func() (func(int), func(), error) {
			load, create := p.empty()
			kept := make([]*object, size)
			for i := range kept {
				kept[i] = create(i)
				if load(i) != kept[i] || kept[i].id != i {
					return nil, nil, fmt.Errorf("key %d has another value", i)
				}
			}
			return func(n int) {
				for i := range n {
					if load(i&(size-1)) != kept[i&(size-1)] {
						panic("a value was lost")
					}
				}
			}, nil, nil
		}})
	}
	return j
}

// inserts makes values that die at once, so that the maps also forget.
func inserts() harness.Job {
	j := harness.Job{Name: "a value that is made and forgotten", Unit: "value"}
	for _, p := range peers() {
		j.Contestants = append(j.Contestants, harness.Contestant{Library: p.library, Start: func() (func(int), func(), error) {
			_, create := p.empty()
			next := 0
			run := func(n int) {
				for range n {
					next++
					if create(next).id != next {
						panic("another key's value")
					}
				}
			}
			run(1)
			return run, nil, nil
		}})
	}
	return j
}
