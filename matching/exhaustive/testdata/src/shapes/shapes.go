package shapes // want package:"values , pointers Circle Square"

// This package is a sum type for other packages.

type Shape interface {
	Area() float64
	isShape()
}

type (
	Circle struct{ R float64 }
	Square struct{ A float64 }
)

func (c Circle) Area() float64  { return 3 * c.R * c.R }
func (s *Square) Area() float64 { return s.A * s.A }

func (Circle) isShape()  {}
func (*Square) isShape() {}

// New makes circles as pointers.
func New() []Shape { return []Shape{&Circle{1}, &Square{1}} }
