package leak_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/goconcepts/cookbook/memory/leak"
)

// How do you hunt a heap leak?
//
// Ask two questions. What grows? Compare what is in use after the same work done
// once and done many times, by the place that allocated it: [leak.Growth] in a test, two heap profiles
// and pprof -diff_base in production. Then: what keeps it? A profile does not say; [leak.Collected]
// names the path of fields from a variable to the object.
//
// Follow-ups:
//   - What are the usual suspects? A map that only grows, a slice of a big array, a goroutine that never ends, a listener that nobody removes.
//   - Why is the process large though the heap is small? Freed pages go back to the system slowly; near the limit, sooner.
//   - Does a leak in Go mean lost memory? No: something still points at it. The question is always who.
//
// Pitfalls:
//   - A growing process is no proof: compare what is alive after a collection, not what the system shows.
//   - The profile names who allocated, which is rarely who forgot.
//
// Trade-offs: Bound every cache by construction, and most leaks cannot happen; the checks
// here cost milliseconds a test and belong where objects are registered and removed.
//
// From Python: Tracemalloc's snapshots compare what grows, and gc.get_referrers tells who refers to an object.
// Go has no get_referrers; Collected is the nearest thing.
//
// Level: mid. Tags: heap, leak, profile, testing. Since: go1.24. See: [leak.Growth], [leak.Collected], memory/profile, memory/pinnedarray.
func Example_heap() {
	type session struct {
		user string
		data [1024]byte
	}
	type registry struct {
		sessions map[int]*session
	}
	r := registry{sessions: map[int]*session{}}
	next := 0
	serve := func() *session {
		next++
		s := &session{user: "ada"}
		r.sessions[next] = s
		return s // and nobody deletes it
	}

	t := new(heapTB)
	leak.Growth(t, func() { serve() })
	fmt.Println("growth found:", strings.Contains(t.said, "gained a run"))

	clear(r.sessions)
	next = 0
	leak.Collected(t, serve(), leak.Root("registry", &r))
	_, keeper, _ := strings.Cut(t.said, "kept by ")
	keeper, _, _ = strings.Cut(keeper, "\n")
	fmt.Println("kept by:", keeper)

	t.said = ""
	leak.Growth(t, func() { serve(); delete(r.sessions, next) })
	fmt.Println("after the repair:", t.said == "")
	// Output:
	// growth found: true
	// kept by: registry.sessions[1]
	// after the repair: true
}

// heapTB is a test that writes down what it is told last.
type heapTB struct {
	testing.TB
	said string
}

func (t *heapTB) Helper()                        {}
func (t *heapTB) Errorf(format string, a ...any) { t.said = fmt.Sprintf(format, a...) }
