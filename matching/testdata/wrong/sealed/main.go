// want: compile "impossible type switch case"
// The interface has a method that the type in the case does not have: no value of that
// type can be inside it, and the compiler says so.
package main

import "fmt"

type payment interface{ isPayment() }

type cash struct{ cents int }

func (cash) isPayment() {}

type voucher struct{ code string }

func main() {
	var p payment = cash{250}
	switch p := p.(type) {
	case cash:
		fmt.Println(p.cents)
	case voucher:
		fmt.Println(p.code)
	}
}
