package leak_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/goconcepts/cookbook/memory/leak"
)

// A test calls Check first; the recorder stands for a test here.
func ExampleCheck() {
	said := record(func(t testing.TB) {
		leak.Check(t)
		done := make(chan bool)
		go func() { done <- true }()
		<-done
	})
	fmt.Printf("%q\n", said)
	// Output: ""
}

func ExampleCollected() {
	type session struct{ user [32]byte }
	sessions := map[string]*session{}
	said := record(func(t testing.TB) {
		s := new(session)
		sessions["ada"] = s
		leak.Collected(t, s, leak.Root("sessions", &sessions))
	})
	fmt.Println(strings.Contains(said, `kept by sessions["ada"]`))

	said = record(func(t testing.TB) {
		s := new(session)
		sessions["rob"] = s
		delete(sessions, "rob")
		leak.Collected(t, s, leak.Root("sessions", &sessions))
	})
	fmt.Printf("%q\n", said)
	// Output:
	// true
	// ""
}

func ExampleRoot() {
	type node struct {
		next *node
		data [16]byte
	}
	list := new(node)
	said := record(func(t testing.TB) {
		list.next = &node{next: new(node)}
		leak.Collected(t, list.next.next, leak.Root("list", &list))
	})
	fmt.Println(strings.Contains(said, "kept by list.next.next"))
	// Output: true
}

func ExampleHolder() {
	var cache [4]*[64]byte
	roots := []leak.Holder{leak.Root("cache", &cache)}
	said := record(func(t testing.TB) {
		b := new([64]byte)
		cache[2] = b
		leak.Collected(t, b, roots...)
	})
	fmt.Println(strings.Contains(said, "kept by cache[2]"))
	// Output: true
}

func ExampleGrowth() {
	var lines []string
	said := record(func(t testing.TB) {
		leak.Growth(t, func() { lines = append(lines, strings.Repeat("x", 64)) })
	})
	fmt.Println(strings.Contains(said, "a run, allocated in"))
	// Output: true
}

// record runs a test that writes down what it is told.
func record(test func(t testing.TB)) string {
	t := new(exampleTB)
	test(t)
	for _, f := range t.ends {
		f()
	}
	return t.said.String()
}

type exampleTB struct {
	testing.TB
	said strings.Builder
	ends []func()
}

func (t *exampleTB) Helper()                        {}
func (t *exampleTB) Name() string                   { return "Test" }
func (t *exampleTB) Cleanup(f func())               { t.ends = append(t.ends, f) }
func (t *exampleTB) Errorf(format string, a ...any) { fmt.Fprintf(&t.said, format, a...) }
