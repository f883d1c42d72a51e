package leak_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/goconcepts/cookbook/memory/leak"
	"github.com/stretchr/testify/require"
)

// recorder is a testing.TB that keeps what a test would have said.
type recorder struct {
	testing.TB
	mu       sync.Mutex
	said     []string
	cleanups []func()
}

func (r *recorder) Helper()          {}
func (r *recorder) Name() string     { return "recorded" }
func (r *recorder) Cleanup(f func()) { r.cleanups = append(r.cleanups, f) }
func (r *recorder) Errorf(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.said = append(r.said, fmt.Sprintf(format, args...))
}

// end does what the testing package does when a test has returned.
func (r *recorder) end() string {
	for i := len(r.cleanups) - 1; i >= 0; i-- {
		r.cleanups[i]()
	}
	return strings.Join(r.said, "\n")
}

// run runs test as a test of its own, in a goroutine of its own.
func run(test func(t testing.TB)) string {
	said := make(chan string)
	go func() {
		r := new(recorder)
		test(r)
		said <- r.end()
	}()
	return <-said
}

func TestCheckNamesTheCulprit(t *testing.T) {
	release := make(chan struct{})
	defer close(release)
	said := run(func(t testing.TB) {
		leak.Check(t)
		startWorker(release)
	})
	require.Contains(t, said, "a goroutine outlived the test")
	require.Contains(t, said, "started by github.com/goconcepts/cookbook/memory/leak_test.startWorker at ")
	require.Contains(t, said, "blocks (chan receive) in github.com/goconcepts/cookbook/memory/leak_test.startWorker.func1 at ")
	require.Contains(t, said, "check_test.go:")
}

func startWorker(release chan struct{}) {
	go func() { <-release }()
}

func TestCheckIsSilentWhenNothingIsLeft(t *testing.T) {
	said := run(func(t testing.TB) {
		leak.Check(t)
		var wg sync.WaitGroup
		for range 100 {
			wg.Go(func() {})
		}
		go func() {}() // not waited for: it ends by itself
		wg.Wait()
	})
	require.Empty(t, said)
}
