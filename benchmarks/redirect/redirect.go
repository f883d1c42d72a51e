// Package redirect compares what a redirect of patterns/shortener costs with the
// least that net/http can do: over loopback, on connections that are kept.
package redirect

import (
	"fmt"
	"net/http"

	"github.com/goconcepts/cookbook/benchmarks/harness"
)

// Topic is the comparison.
var Topic = harness.Topic{
	Name:   "redirect",
	Doc:    "short links followed over HTTP, with exact hit counts",
	Jobs:   jobs(),
	Tables: tables(),
	Rows:   rows(),
}

// links is how many links are followed in turn.
const links = 200

func target(i int) string { return fmt.Sprintf("https://destination.example/articles/%d", i) }

// service is one way to answer redirects.
type service struct {
	handler http.Handler
	codes   []string                       // of the links, in order of their targets
	hits    func(code string) (int, error) // counted so far; nil where nobody counts
	reads   func() int                     // how often the store was asked for a link or its counter; nil where there is none
	close   func() error
}

// way opens a service.
type way struct {
	library string
	open    func() (*service, error)
}

func ways() []way {
	return []way{
		{harness.Ours, ours},
		{harness.Ours + ", as cmd/shortener wraps it", wrapped},
		{harness.Stdlib, standard},
		{harness.HandWritten, bare},
	}
}

func jobs() []harness.Job {
	follow := harness.Job{Name: "a link is followed, 8 connections", Unit: "request"}
	refuse := harness.Job{Name: "a code that nobody was given, 8 connections", Unit: "request"}
	for _, w := range ways() {
		follow.Contestants = append(follow.Contestants, w.contestant((*service).paths, http.StatusFound))
		refuse.Contestants = append(refuse.Contestants, w.contestant((*service).garbage, http.StatusNotFound))
	}
	warning := way{warningName, updating}
	follow.Contestants = append(follow.Contestants, warning.contestant((*service).paths, http.StatusFound))
	return []harness.Job{follow, refuse}
}

// paths returns the links' paths.
func (s *service) paths() (paths []string) {
	for _, code := range s.codes {
		paths = append(paths, "/"+code)
	}
	return paths
}

// garbage returns paths of codes that have the right form and were never given.
func (s *service) garbage() (paths []string) {
	given := map[string]bool{}
	for _, code := range s.codes {
		given[code] = true
	}
	for i := 0; len(paths) < 1000; i++ {
		if code := fmt.Sprintf("%07d", i*7919%10_000_000); !given[code] {
			paths = append(paths, "/"+code)
		}
	}
	return paths
}

func (w way) contestant(paths func(*service) []string, status int) harness.Contestant {
	start := func() (func(int), func(), error) {
		s, err := w.open()
		if err != nil {
			return nil, nil, err
		}
		l, err := serve(s.handler, paths(s), status)
		if err != nil {
			return nil, nil, err
		}
		stop := func() {
			l.close()
			if err := s.close(); err != nil {
				panic(err) // the figures would be of something that does not work
			}
		}
		if err := l.check(s); err != nil {
			stop()
			return nil, nil, err
		}
		return l.run, stop, nil
	}
	return harness.Contestant{Library: w.library, Start: start}
}
