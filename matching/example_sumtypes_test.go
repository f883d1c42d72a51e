package matching_test

import "fmt"

// payment is sealed: only this package can write its unexported method, so the
// list of variants below is complete.
type payment interface{ isPayment() }

type (
	cash     struct{ cents int }
	card     struct{ number string }
	transfer struct{ iban string }
)

func (cash) isPayment()     {}
func (card) isPayment()     {}
func (transfer) isPayment() {}

// foldPayment is the only switch over the variants. Whoever calls it must say what to
// do with each: a function too few, or of the wrong type, does not compile.
func foldPayment[R any](p payment, onCash func(cash) R, onCard func(card) R, onTransfer func(transfer) R) R {
	switch p := p.(type) {
	case cash:
		return onCash(p)
	case card:
		return onCard(p)
	case transfer:
		return onTransfer(p)
	}
	panic("payment: a variant that foldPayment does not know")
}

// How do you write a sum type in Go?
//
// As a sealed interface: one with an unexported method, which only its own package can
// declare. A type switch takes it apart, but a missing case compiles. So keep
// one switch, in a fold with one function for each variant: a caller who forgets
// a variant passes too few arguments, and that does not compile.
//
// Follow-ups:
//   - Can another package add a variant? Not by writing the method, but by embedding a variant it gets the method too.
//   - Is nil a variant? Always: the zero value of an interface is nil, and a switch must expect it. The fold here panics.
//   - How do you check switches that are not in a fold? With an analyzer: matching/exhaustive runs under go vet.
//
// Pitfalls:
//   - A union such as `cash | card` is a constraint for type parameters, not a type that a variable can have.
//   - A default in the switch makes every later variant compile and run the wrong code.
//
// Trade-offs:
//   - A fold says "all of them" and costs a closure for each variant; a plain switch reads better when most variants share one answer.
//   - Two or three variants with the same fields are better as one struct with a kind.
//
// From Python: `Cash | Card` as an annotation is checked by type checkers only. With typing.assert_never
// in the last case they report a missing one; without them it raises AssertionError once the program gets there.
//
// Level: mid. Tags: types, interfaces, design. See: matching/visitor, matching/typeswitch, patterns/optional.
func Example_sumtypes() {
	label := func(p payment) string {
		return foldPayment(p,
			func(c cash) string { return fmt.Sprint(c.cents, " cents in coins") },
			func(c card) string { return "a card ending in " + c.number[len(c.number)-4:] },
			func(t transfer) string { return "a transfer from " + t.iban },
		)
	}
	for _, p := range []payment{cash{250}, card{"5555444433331111"}, transfer{"DE02"}} {
		fmt.Println(label(p))
	}
	// Output:
	// 250 cents in coins
	// a card ending in 1111
	// a transfer from DE02
}
