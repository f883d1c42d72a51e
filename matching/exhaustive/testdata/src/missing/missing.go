// Package missing has a plain sum type and switches that forget one of its variants.
package missing

type Shape interface{ isShape() }

type (
	Circle struct{}
	Square struct{}
	Point  int
)

func (Circle) isShape() {}
func (Square) isShape() {}
func (Point) isShape()  {}

func one(s Shape) {
	switch s.(type) { // want "type switch on Shape misses Point"
	case Circle, Square:
	}
}

func two(s Shape) int {
	switch s := s.(type) { // want "type switch on Shape misses Circle, Square"
	case Point:
		return int(s)
	}
	return 0
}

func partial(s Shape) {
	//exhaustive:partial
	switch s.(type) {
	case Circle:
	}
}

func complete(s Shape) {
	switch s.(type) {
	case Circle:
	case Square:
	case Point:
	}
}

func open(v any, e error) {
	switch v.(type) {
	case Circle:
	}
	switch e.(type) {
	case interface{ Timeout() bool }:
	}
}
