// Package security compares libraries that stand at the boundaries to untrusted input.
package security

import (
	"slices"

	"github.com/goconcepts/cookbook/benchmarks/harness"
)

// Topic is the comparison.
var Topic = harness.Topic{
	Name: "security",
	Doc:  "queries, passwords, tokens, JSON, files and requests that somebody else wrote",
	Jobs: slices.Concat(queryJobs(), tokenJobs(), jsonJobs(), addressJobs(), fileJobs(), passwordJobs()),
	Rows: slices.Concat(queryRows(), passwordRows(), tokenRows(), jsonRows(), addressRows(), fileRows()),
}

// row asks each of the peers that has the feature.
func row[P any](name string, peers map[string]P, ask func(P) error) harness.Row {
	r := harness.Row{Name: name}
	for _, library := range sorted(peers) {
		r.Cells = append(r.Cells, harness.Cell{Library: library, Run: func() error { return ask(peers[library]) }})
	}
	return r
}

// sorted returns the libraries, ours first.
func sorted[P any](peers map[string]P) []string {
	var names []string
	for name := range peers {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		switch {
		case a == b:
			return 0
		case a == harness.Ours:
			return -1
		case b == harness.Ours || a > b:
			return 1
		}
		return -1
	})
	return names
}

// contestant times what prepare returns, which does the work once and reports a wrong answer.
func contestant(library string, prepare func() (func() error, error)) harness.Contestant {
	return harness.Contestant{Library: library, Start: func() (func(int), func(), error) {
		work, err := prepare()
		if err != nil {
			return nil, nil, err
		}
		if err := work(); err != nil {
			return nil, nil, err
		}
		return func(n int) {
			for range n {
				_ = work()
			}
		}, nil, nil
	}}
}
