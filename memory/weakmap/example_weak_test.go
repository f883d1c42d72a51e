package weakmap_test

import (
	"fmt"
	"runtime"
	"weak"

	"github.com/goconcepts/cookbook/memory/weakmap"
)

// How do weak references work?
//
// A [weak.Pointer] remembers an object without keeping it alive. Value returns the
// object while something else holds it, and nil from the collection on that found
// nobody did. The pointer that Value returns is an ordinary one and keeps the object, so
// test that one against nil. A [weakmap.Map] is a map of such pointers that forgets dead entries.
//
// Follow-ups:
//   - What is it for? Canonical copies, caches beside an owner, data attached to objects of somebody else.
//   - Are two weak pointers to one object equal? Yes, always, even after it is gone; so they can be map keys.
//   - Can Value come back after nil? Never, not even when a finalizer revives the object.
//
// Pitfalls:
//   - A value that refers to its own key, or a cleanup that refers to its object, keeps itself alive.
//   - Objects of less than 16 bytes without pointers share a block, and live as long as any of them.
//
// Trade-offs: As a cache it forgets too soon, at each collection; a bounded cache
// keeps what is used. Weak is right where something else decides how long the object lives.
//
// From Python: WeakValueDictionary drops an entry as soon as the count falls to zero; in Go
// it goes at the next collection. Python cannot refer weakly to an int, a str or a list; Go
// can to anything that has an address.
//
// Level: mid. Tags: weak, gc, map. Since: go1.24. See: [weak.Make], [weakmap.Map], memory/intern, memory/cleanup.
func Example_weak() {
	type image struct {
		name   string
		pixels [256]byte
	}
	var pointer weak.Pointer[image]
	func() {
		img := &image{name: "alone"}
		pointer = weak.Make(img)
		runtime.GC()
		fmt.Println("held:", pointer.Value() == img)
		runtime.KeepAlive(img) // held until here
	}()
	runtime.GC()
	fmt.Println("let go:", pointer.Value() == nil)

	var images weakmap.Map[string, image]
	func() {
		img := &image{name: "GOPHER"}
		images.Store("gopher", img)
		runtime.GC()
		fmt.Println("held:", images.Load("gopher") == img, images.Len())
		runtime.KeepAlive(img)
	}()
	for images.Len() > 0 { // a look at the value during a collection saves it for this one
		runtime.GC()
	}
	fmt.Println("let go:", images.Load("gopher") == nil)
	// Output:
	// held: true
	// let go: true
	// held: true 1
	// let go: true
}
