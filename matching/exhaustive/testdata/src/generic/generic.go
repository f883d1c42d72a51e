package generic // want package:"values Leaf Value, pointers "

// This package has variants with type parameters.

type Option[T any] interface{ isOption(T) }

type (
	Some[T any] struct{ Value T }
	None[T any] struct{}
)

func (Some[T]) isOption(T) {}
func (None[T]) isOption(T) {}

func instance(o Option[int]) {
	switch o.(type) { // want `type switch on Option\[int\] misses None\[int\]`
	case Some[int]:
	}
	switch o.(type) {
	case Some[int], None[int]:
	}
}

func inside[T any](o Option[T]) {
	switch o.(type) { // want `type switch on Option\[T\] misses Some\[T\]`
	case None[T]:
	}
}

type Node interface{ isNode() }

type (
	Leaf         struct{}
	Value[T any] struct{ v T }
)

func (Leaf) isNode()     {}
func (Value[T]) isNode() {}

var nodes = []Node{Leaf{}, Value[int]{1}, Value[string]{"a"}}

func plain(n Node) {
	switch n.(type) { // want `type switch on Node misses Value\[string\]`
	case Leaf, Value[int]:
	}
	switch n.(type) {
	case Leaf, Value[int], Value[string]:
	}
}
