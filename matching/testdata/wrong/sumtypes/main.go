// want: compile "not enough arguments in call to fold"
// A caller of the fold forgets a variant. With a type switch it would compile;
// with one function for each variant it does not.
package main

import "fmt"

type payment interface{ isPayment() }

type (
	cash     struct{ cents int }
	card     struct{ number string }
	transfer struct{ iban string }
)

func (cash) isPayment()     {}
func (card) isPayment()     {}
func (transfer) isPayment() {}

func fold[R any](p payment, onCash func(cash) R, onCard func(card) R, onTransfer func(transfer) R) R {
	switch p := p.(type) {
	case cash:
		return onCash(p)
	case card:
		return onCard(p)
	case transfer:
		return onTransfer(p)
	}
	panic("unknown payment")
}

func main() {
	fmt.Println(fold(transfer{"DE02"},
		func(c cash) string { return fmt.Sprint(c.cents) },
		func(c card) string { return c.number },
	))
}
