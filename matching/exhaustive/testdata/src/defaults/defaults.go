// Package defaults has switches with a default.
package defaults

type Shape interface{ isShape() }

type (
	Circle struct{}
	Square struct{}
)

func (Circle) isShape() {}
func (Square) isShape() {}

func hidden(s Shape) string {
	switch s.(type) { // want "type switch on Shape misses Square, hidden by its default"
	case Circle:
		return "round"
	default:
		return "not round"
	}
}

func complete(s Shape) string {
	switch s.(type) {
	case Circle:
		return "round"
	case Square:
		return "square"
	default:
		panic("a variant that nobody knows")
	}
}
