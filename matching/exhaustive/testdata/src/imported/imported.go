// Package imported switches over a sum type of another package.
package imported

import "shapes"

func wrong(s shapes.Shape) {
	switch s.(type) { // want `type switch on shapes.Shape misses \*shapes.Square`
	case *shapes.Circle:
	}
}

func value(s shapes.Shape) {
	switch s.(type) { // want `type switch on shapes.Shape misses \*shapes.Circle`
	case shapes.Circle: // Its package makes only pointers.
	case *shapes.Square:
	}
}

type figure interface {
	shapes.Shape
	Name() string
}

func none(f figure) {
	switch f.(type) { // No shape has a name.
	}
}
