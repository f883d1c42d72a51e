package decorators

import "context"

// Inject gives f its first argument, the key, and returns a function without it:
// what Concatenate[str, P] types in Python. Callers cannot pass the key, nor see
// it; that is checked when the program is compiled. The cost is one indirect call.
//
// If f is a method, the method value (client.fetch) injects the receiver already.
func Inject[K, In, Out any](key K, f func(ctx context.Context, key K, in In) (Out, error)) Func[In, Out] {
	return func(ctx context.Context, in In) (Out, error) {
		return f(ctx, key, in)
	}
}
