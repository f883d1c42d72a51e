// Package nils is for the flag -nil.
package nils

type Shape interface{ isShape() }

type Circle struct{}

func (Circle) isShape() {}

func wrong(s Shape) {
	switch s.(type) { // want "type switch on Shape misses nil"
	case Circle:
	}
}

func onlyNil(s Shape) {
	switch s.(type) { // want "type switch on Shape misses Circle"
	case nil:
	}
}

func complete(s Shape) {
	switch s.(type) {
	case nil:
	case Circle:
	}
}
