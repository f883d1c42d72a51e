package leak_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/goconcepts/cookbook/memory/leak"
)

// How do you find a goroutine leak?
//
// In a test, by asking after it which goroutines it started and are still there,
// with the line that started each and the line where it blocks. [leak.Check] does so for one
// test, also under t.Parallel; goleak for a whole package. In production, from a goroutine
// profile: thousands with one and the same stack.
//
// Follow-ups:
//   - What leaks most often? A send to a channel whose receiver has gone; then a missing cancel, and a range over a channel that nobody closes.
//   - When does goleak suffice? When a package's name is enough: one line in TestMain looks after the last test, parallel ones too. Its check of one test does not go with t.Parallel.
//   - How does Check tell the tests apart? By a profiler label on the test's goroutine, which the goroutines it starts inherit.
//   - Can the runtime find them? Since Go 1.26, built with GOEXPERIMENT=goroutineleakprofile: its profile lists goroutines blocked on what nobody else can reach.
//
// Pitfalls:
//   - Counting with runtime.NumGoroutine names nobody, and counts the other tests' goroutines.
//   - A goroutine cannot be stopped from outside: it must be given a way to hear that nobody waits.
//
// Trade-offs: A buffer of one is the simplest cure where one result is sent; a context where
// the work itself should stop.
//
// From Python: An asyncio task that nobody awaits is reported when it is collected, if at
// all. A blocked goroutine is never collected, nor is anything it refers to.
//
// Level: senior. Tags: goroutine, leak, testing. Since: go1.9. See: [leak.Check], [pprof.SetGoroutineLabels], memory/leak/heap.
func Example_goroutines() {
	check := func(test func(t testing.TB, release chan struct{})) {
		// In a bubble the time that Check waits does not pass.
		synctest.Test(new(testing.T), func(*testing.T) {
			release := make(chan struct{})
			t := new(goroutinesTB)
			leak.Check(t)
			test(t, release)
			t.end()
			fmt.Println("errors:", len(t.said))
			for _, s := range t.said {
				fmt.Println("names who started it:", strings.Contains(s, "started by") && strings.Contains(s, "firstOf"))
				fmt.Println("and where it blocks:", strings.Contains(s, "(select"))
			}
			close(release)
		})
	}

	check(func(t testing.TB, release chan struct{}) {
		firstOf(make(chan int), release) // no buffer: the slower one never gets rid of its result
	})
	check(func(t testing.TB, release chan struct{}) {
		firstOf(make(chan int, 1), release)
	})
	// Output:
	// errors: 1
	// names who started it: true
	// and where it blocks: true
	// errors: 0
}

// firstOf returns the first of two results; release is there for the Example to end.
func firstOf(results chan int, release chan struct{}) int {
	for i := range 2 {
		go func() {
			select {
			case results <- i:
			case <-release:
			}
		}()
	}
	return <-results
}

// goroutinesTB is a test that writes down what it is told.
type goroutinesTB struct {
	testing.TB
	said []string
	ends []func()
}

func (t *goroutinesTB) Helper()          {}
func (t *goroutinesTB) Name() string     { return "Test" }
func (t *goroutinesTB) Cleanup(f func()) { t.ends = append(t.ends, f) }
func (t *goroutinesTB) Errorf(format string, a ...any) {
	t.said = append(t.said, fmt.Sprintf(format, a...))
}

func (t *goroutinesTB) end() {
	for _, f := range t.ends {
		f()
	}
}
