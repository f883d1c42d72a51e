package memory_test

import (
	"bytes"
	"fmt"
	"sync"
)

// nil map, nil slice, zero struct: what works?
//
// A nil slice does all that an empty one does: len, range, append. A nil map can be
// read, ranged over and deleted from, but writing to it panics. A zero struct is as
// useful as its author made it: sync.Mutex and bytes.Buffer work at once. A nil
// pointer may have methods called on it; reading a field through it panics.
//
// Follow-ups:
//   - Is a nil slice equal to an empty one? Both have length 0; == nil tells them apart, and so does JSON: null and [].
//   - What do a nil channel and a nil func do? The channel blocks for ever, the call panics.
//   - Why is the map different from the slice? append returns a new slice; m[k] = v has no way to return a new map.
//
// Pitfalls:
//   - A map field of a zero struct is nil: make it before the first write.
//   - A nil pointer in an interface makes an interface that is not nil.
//
// From Python: None has no methods and no length, so an optional list needs a check or a default; a
// mutable default argument is shared between calls. A nil slice needs neither.
//
// Level: junior. Tags: zero, nil, map, slice. Since: go1.0. See: [bytes.Buffer], memory/append.
func Example_zero() {
	try := func(what string, f func() any) {
		defer func() {
			if r := recover(); r != nil {
				fmt.Printf("%-16s panics: %v\n", what, r)
			}
		}()
		fmt.Printf("%-16s %v\n", what, f())
	}
	var m map[string]int
	var s []int
	var b bytes.Buffer
	var mu sync.Mutex
	var p *bytes.Buffer

	try("slice: len", func() any { return len(s) })
	try("slice: append", func() any { return append(s, 1) })
	try("slice: range", func() any {
		for range s {
		}
		return "no rounds"
	})
	try("map: read", func() any { return m["x"] })
	try("map: delete", func() any { delete(m, "x"); return len(m) })
	try("map: write", func() any { m["x"] = 1; return m })
	try("struct: Buffer", func() any { b.WriteString("works"); return b.String() })
	try("struct: Mutex", func() any { mu.Lock(); defer mu.Unlock(); return "locked" })
	try("pointer: method", func() any { return p.String() }) // which asks whether it is nil
	// Output:
	// slice: len       0
	// slice: append    [1]
	// slice: range     no rounds
	// map: read        0
	// map: delete      0
	// map: write       panics: assignment to entry in nil map
	// struct: Buffer   works
	// struct: Mutex    locked
	// pointer: method  <nil>
}
