package patterns_test

import "fmt"

// encoder is the Python original's EncodingStrategy, an abstract base class there.
type encoder interface{ encode(url string) string }

type base struct{ name string }

func (b base) describe() string         { return b.name + " makes " + b.encode("u") } // base's own encode
func (b base) encode(url string) string { return "base:" + url }

type counting struct {
	base // promoted: counting has describe and encode
	next int
}

func (c *counting) encode(string) string { c.next++; return fmt.Sprint("#", c.next) }

var _ encoder = (*counting)(nil) // asserted at compile time

// Where did inheritance and abstract base classes go?
//
// An interface takes the place of the abstract class: whoever has the methods
// satisfies it, and a line var _ I = (*T)(nil) checks it at compile time. Embedding
// takes the place of shared code: methods are promoted. Promotion is not overriding:
// the embedded type's methods keep calling their own, never the outer type's.
//
// Follow-ups:
//   - How do you get a template method then? Pass the varying part in, as a function or as a small interface field.
//   - What if two embedded types have the same method? Neither is promoted; calling it does not compile until the outer type has its own.
//   - Who declares the interface? Usually the package that needs it, with the one or two methods it calls.
//
// Pitfalls:
//   - Embedding a type exports all its methods: an embedded sync.Mutex lets everyone lock yours.
//   - An embedded nil interface satisfies the outer one at compile time and panics at the call.
//
// From Python: A base-class method that calls self.encode reaches the subclass; in Go it reaches its own. ABC
// raises TypeError when an incomplete class is instantiated at run time; here the assignment to the interface does not compile.
//
// Level: junior. Tags: embedding, interfaces, composition. See: patterns/receivers, patterns/shortener/strategy, matching/visitor.
func Example_embedding() {
	c := &counting{base: base{"counter"}}
	var e encoder = c
	fmt.Println("through the interface:", e.encode("u"))
	fmt.Println("promoted:", c.describe())
	fmt.Println("the inner one by name:", c.base.encode("u"))
	// Output:
	// through the interface: #1
	// promoted: counter makes base:u
	// the inner one by name: base:u
}
