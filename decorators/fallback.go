package decorators

import (
	"context"
	"fmt"
)

// Fallback calls instead, with the error, when f fails: an older value, a
// default, another source. If it fails too, both errors are kept. A panic of f
// is no error and passes through.
//
// A call that succeeds costs one indirect call. Where the fallback is a constant
// in one place, an if suffices.
func Fallback[In, Out any](f Func[In, Out], instead func(ctx context.Context, in In, err error) (Out, error)) Func[In, Out] {
	return func(ctx context.Context, in In) (Out, error) {
		out, err := f(ctx, in)
		if err == nil {
			return out, nil
		}
		other, again := instead(ctx, in, err)
		if again != nil {
			return other, fmt.Errorf("decorators: fallback: %w, after %w", again, err)
		}
		return other, nil
	}
}
