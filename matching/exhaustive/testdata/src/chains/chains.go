// Package chains asks for the variants with if and else.
package chains

type Shape interface{ isShape() }

type (
	Circle struct{}
	Square struct{}
	Point  struct{}
)

func (Circle) isShape() {}
func (Square) isShape() {}
func (Point) isShape()  {}

func wrong(s Shape) {
	if _, ok := s.(Circle); ok { // want "if-else chain on Shape misses Point"
	} else if _, ok := s.(Square); ok {
	}
}

func hidden(s Shape) string {
	if _, ok := s.(Circle); ok { // want "if-else chain on Shape misses Point, hidden by its else"
		return "round"
	} else if _, ok := s.(Square); ok {
		return "square"
	} else {
		return "never a point"
	}
}

func complete(s Shape) {
	if s == nil {
	} else if _, ok := s.(Circle); ok {
	} else if _, ok := s.(Square); ok {
	} else if _, ok := s.(Point); ok {
	}
}

func question(s Shape, t Shape) {
	if _, ok := s.(Circle); ok { // One question is no chain.
	}
	if _, ok := s.(Circle); ok { // Two variables are no chain.
	} else if _, ok := t.(Square); ok {
	}
	if _, ok := s.(Circle); ok && t != nil { // A further condition is no chain.
	} else if _, ok := s.(Square); ok {
	}
}
