package patterns_test

import "fmt"

type counter struct{ n int }

func (c counter) value() int { return c.n } // works on a copy
func (c *counter) add()      { c.n++ }      // works on the caller's
func (c counter) lost()      { c.n++ }      //nolint:staticcheck // the mistake that the answer is about

type (
	reader interface{ value() int }
	adder  interface{ add() }
)

// Value or pointer receiver: which do you choose?
//
// A pointer when the method changes the receiver, when it holds a lock or is large, and
// for all methods as soon as one needs it. A value for small immutable things such as
// time.Time. The method set decides interfaces: a value has only the value methods, a
// pointer has both.
//
// Follow-ups:
//   - Why then does c.add() compile on a variable? The compiler takes its address: it is short for (&c).add(). A map element or a function's result has no address, and there it does not compile.
//   - What happens with a nil pointer receiver? The method runs; it fails only when it reads a field.
//   - May I mix the two? It compiles, but then some of the methods silently work on copies.
//
// Pitfalls:
//   - A value receiver on a type with a sync.Mutex locks a copy; vet's copylocks reports it.
//   - for _, v := range list copies each element: v.add() changes the copy.
//
// From Python: In a method self is always a reference, so every method may change the object. Only a
// pointer receiver is that; assignment, argument and value receiver copy the struct.
//
// Level: junior. Tags: methods, interfaces, pointers. See: patterns/embedding, patterns/typednil.
func Example_receivers() {
	c := counter{}
	c.add() // (&c).add()
	c.lost()
	fmt.Println("after add and lost:", c.value())

	for _, v := range []any{c, &c} {
		_, reads := v.(reader)
		_, adds := v.(adder)
		_, pointer := v.(*counter)
		fmt.Println("pointer:", pointer, "| reader:", reads, "| adder:", adds)
	}

	list := []counter{{}, {}}
	for _, v := range list {
		v.add()
	}
	fmt.Println("ranged copies:", list[0].n, list[1].n)
	for i := range list {
		list[i].add()
	}
	fmt.Println("by index:", list[0].n, list[1].n)
	// Output:
	// after add and lost: 1
	// pointer: false | reader: true | adder: false
	// pointer: true | reader: true | adder: true
	// ranged copies: 0 0
	// by index: 1 1
}
