// Package leak compares finders of leaked goroutines.
package leak

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/goconcepts/cookbook/benchmarks/harness"
)

// Topic is what the command runs.
var Topic = harness.Topic{
	Name: "leak",
	Doc:  "goroutines that outlive their test",
	Rows: []harness.Row{
		row("a leak is found, and where it began is named", func(p peer) error {
			release := make(chan struct{})
			defer close(release)
			said := p.run(func() { leaky(release) })
			if !strings.Contains(said, "leaky") {
				return fmt.Errorf("it says %q", said)
			}
			return nil
		}),
		row("a test without a leak is not blamed while another, in parallel, is at work", func(p peer) error {
			release := make(chan struct{})
			defer close(release)
			begin, begun := make(chan struct{}), make(chan struct{})
			go func() { // the other test
				<-begin
				leaky(release)
				close(begun)
			}()
			said := p.run(func() {
				close(begin)
				<-begun
			})
			if said != "" {
				return fmt.Errorf("it says %.60q", said)
			}
			return nil
		}),
		row("of eight parallel tests, each sees its own leak alone", func(p peer) error {
			release := make(chan struct{})
			defer close(release)
			said := make([]string, 8)
			var wg sync.WaitGroup
			for i := range said {
				wg.Go(func() {
					said[i] = p.run(func() {
						if i%2 == 0 {
							leaky(release)
						}
					})
				})
			}
			wg.Wait()
			for i, s := range said {
				if found := s != ""; found != (i%2 == 0) {
					return fmt.Errorf("test %d: leak found: %v", i, found)
				}
			}
			return nil
		}),
	},
}

// A peer runs a test and returns what was said about its leaks.
type peer struct {
	library string
	run     func(test func()) string
}

func row(name string, ask func(p peer) error) harness.Row {
	r := harness.Row{Name: name}
	for _, p := range []peer{ours(), goleakPeer()} {
		r.Cells = append(r.Cells, harness.Cell{Library: p.library, Run: func() error { return ask(p) }})
	}
	return r
}

func leaky(release chan struct{}) {
	started := make(chan struct{})
	go func() {
		close(started)
		<-release
	}()
	<-started
}

// recorder is a test that writes down what it is told.
type recorder struct {
	testing.TB
	mu   sync.Mutex
	said strings.Builder
	ends []func()
}

func (r *recorder) Helper()          {}
func (r *recorder) Name() string     { return "Test" }
func (r *recorder) Cleanup(f func()) { r.ends = append(r.ends, f) }
func (r *recorder) Error(a ...any)   { r.write(fmt.Sprint(a...)) }

func (r *recorder) Errorf(format string, a ...any) { r.write(fmt.Sprintf(format, a...)) }

func (r *recorder) write(s string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.said.WriteString(s)
}

func (r *recorder) end() string {
	for _, f := range r.ends {
		f()
	}
	return r.said.String()
}
