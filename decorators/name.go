package decorators

import "context"

// Name gives f a name that hooks, errors and logs of the layers inside show, as
// functools.wraps keeps a function's name in Python. In Go identity is data: a
// wrapper does not take the place of the function it wraps, so there is nothing
// to restore; what is wanted is a label that a call carries.
//
// Put it outermost: Name("fetch", Retry(policy, fetch)). An inner name hides an
// outer one. A call costs one allocation, the context.
func Name[In, Out any](name string, f Func[In, Out]) Func[In, Out] {
	return func(ctx context.Context, in In) (Out, error) {
		return f(context.WithValue(ctx, nameKey{}, name), in)
	}
}

type nameKey struct{}

// nameOf is the innermost name that ctx carries, or "".
func nameOf(ctx context.Context) string {
	name, _ := ctx.Value(nameKey{}).(string)
	return name
}
