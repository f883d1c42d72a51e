package decorators

import "context"

// Func is what this package decorates: a function with a context, one argument
// and one result beside the error. Several arguments are a struct, none is
// struct{}. A plain function of that shape is a Func without conversion.
//
// A Func made here may be called by any number of goroutines if the function it
// wraps may be.
type Func[In, Out any] func(ctx context.Context, in In) (Out, error)

// Middleware is a decorator as a value, for layers of your own: it takes a
// function and returns one of the same type.
type Middleware[In, Out any] func(Func[In, Out]) Func[In, Out]

// Chain wraps f in layers, the first outermost, so that they are written in the
// order in which a call meets them, as stacked decorators are in Python. No
// layers return f itself; a nil layer panics. It costs nothing at the call but
// the layers themselves.
//
// For two or three known layers a plain nesting of calls reads as well.
func Chain[In, Out any](f Func[In, Out], layers ...Middleware[In, Out]) Func[In, Out] {
	for i := len(layers) - 1; i >= 0; i-- {
		f = layers[i](f)
	}
	return f
}
