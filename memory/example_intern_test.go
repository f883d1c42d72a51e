package memory_test

import (
	"fmt"
	"runtime"
	"strings"
	"unique"
	"weak"
)

// How do you intern values?
//
// With [unique.Make]: it returns a handle, and two handles are equal exactly when
// the values are. Comparing handles compares two pointers, however long the
// value; a million equal strings share one copy. The table holds its values weakly:
// when the last handle is gone, so is the value.
//
// Follow-ups:
//   - Which values can be interned? Every comparable type: strings, structs of strings, addresses.
//   - Is a handle a good map key? Yes: hashing it is hashing one pointer.
//   - Does the string from Value stay shared? Yes, but holding only the string does not keep the entry; hold the handle.
//
// Pitfalls:
//   - Make hashes the value and looks it up each time: intern at the border, where data comes in, and keep handles inside.
//   - A map[string]string as a home-made table never lets go.
//
// Trade-offs: Interning pays where few values repeat often and are compared or kept;
// where values are mostly different it costs a lookup and a table entry and saves nothing.
//
// From Python: Python's sys.intern takes only strings, and the interpreter interns names and some constants by
// itself, so `is` on strings seems to work, until it does not. In Go == on strings is
// always right, and on handles always fast.
//
// Level: senior. Tags: intern, weak, gc. Since: go1.23. See: [unique.Make], memory/weakmap/weak.
func Example_intern() {
	long := strings.Repeat("gopher ", 1000)
	a := unique.Make(long)
	b := unique.Make(strings.Clone(long)) // other bytes, equal value
	c := unique.Make(long + "!")
	fmt.Println(a == b, a == c, a.Value() == long)

	// A value that is used by no handle any more is let go.
	type key struct{ array *[64]byte }
	var watched weak.Pointer[[64]byte]
	func() {
		array := new([64]byte)
		watched = weak.Make(array)
		h := unique.Make(key{array})
		runtime.GC()
		fmt.Println("while a handle lives:", watched.Value() != nil)
		runtime.KeepAlive(h)
	}()
	runtime.GC()
	fmt.Println("afterwards:", watched.Value() != nil)
	// Output:
	// true false true
	// while a handle lives: true
	// afterwards: false
}
