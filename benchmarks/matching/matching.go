// Package matching compares ways to take values of unknown shape apart, ways to find an error in
// its tree, and linters that find a forgotten variant.
package matching

import (
	"fmt"

	"github.com/goconcepts/cookbook/benchmarks/harness"
)

// Topic is the comparison.
var Topic = harness.Topic{
	Name:   "matching",
	Doc:    "decoded values taken apart, errors found in their trees, forgotten variants reported",
	Jobs:   append(valueJobs(), errorJobs()...),
	Tables: []harness.Table{python()},
	Rows:   rows(),
}

// classifier returns the arm that takes a value.
type classifier func(v any) int

// work is values and the arms that take them.
type work struct {
	name     string
	subjects []any
	arms     []int
}

// peer is one library. It returns nil where it has no way to do a work.
type peer struct {
	library string
	make    func(work string) (classifier, error)
}

func peers() []peer {
	return []peer{ours(), byHand(), exprLang(), celGo(), gojqPeer(), paesslerPath(), ojgPath(), loSwitch()}
}

// The works.
const (
	responses = "the response handler over decoded JSON"
	nested    = "nested objects"
	commands  = "commands with a star"
	keyed8    = "8 arms on one key"
	keyed64   = "64 arms on one key"
)

type (
	object = map[string]any
	list   = []any
)

func works() []work {
	return []work{
		{responses, []any{
			object{"status": 200.0, "data": "hello"},
			object{"status": 404.0},
			object{"status": 500.0, "error": "disk"},
			object{"status": 500.0},
			object{"status": 418.0, "error": "tea"},
			object{"status": "404"},
			object{"data": 1.0},
			"nothing",
		}, []int{0, 1, 2, 4, 3, 4, 4, 4}},
		{nested, []any{
			object{"user": object{"name": "ann", "address": object{"city": "Berlin", "zip": "10115"}}},
			object{"user": object{"name": "bob", "role": "admin", "address": object{"city": "Paris"}}},
			object{"user": object{"name": "cy", "address": object{"city": "Rome"}}},
			object{"user": object{"id": 7.0}},
		}, []int{0, 1, 2, 3}},
		{commands, []any{
			list{"go", "north"},
			list{"drop", "key", "lamp"},
			list{"take", "key", "lamp", "bag"},
			list{"look", "at", "it"},
		}, []int{0, 1, 2, 3}},
		keyed(keyed8, 8),
		keyed(keyed64, 64),
	}
}

func eventName(i int) string { return fmt.Sprintf("event.%d.created", i) }

func keyed(name string, n int) work {
	w := work{name: name}
	for i := range n {
		w.subjects = append(w.subjects, object{"type": eventName(i), "id": float64(i)})
		w.arms = append(w.arms, i)
	}
	return w
}

func valueJobs() []harness.Job {
	var jobs []harness.Job
	for _, w := range works() {
		job := harness.Job{Name: w.name, Unit: "subject"}
		for _, p := range peers() {
			if c, err := p.make(w.name); c != nil || err != nil {
				job.Contestants = append(job.Contestants, contestant(p, w))
			}
		}
		jobs = append(jobs, job)
	}
	return jobs
}

func contestant(p peer, w work) harness.Contestant {
	return harness.Contestant{Library: p.library, Start: func() (func(int), func(), error) {
		classify, err := p.make(w.name)
		if err != nil {
			return nil, nil, err
		}
		for i, v := range w.subjects {
			if got := classify(v); got != w.arms[i] {
				return nil, nil, fmt.Errorf("%v: arm %d, not %d", v, got, w.arms[i])
			}
		}
		sum := 0
		return func(n int) {
			k := 0
			for range n {
				sum += classify(w.subjects[k])
				if k++; k == len(w.subjects) {
					k = 0
				}
			}
		}, nil, nil
	}}
}
