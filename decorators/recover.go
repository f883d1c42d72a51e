package decorators

import (
	"context"
	"fmt"
	"runtime/debug"
)

// PanicError is a panic as an error.
type PanicError struct {
	Name  string // what [Name] called the function, or ""
	Value any    // what was given to panic
	Stack []byte // the stack of the goroutine at the panic
}

// Error gives the name and the value; the stack is a field.
func (e *PanicError) Error() string {
	name := e.Name
	if name != "" {
		name = " in " + name
	}
	return fmt.Sprintf("decorators: panic%s: %v", name, e.Value)
}

// Unwrap returns the value if it is an error.
func (e *PanicError) Unwrap() error {
	err, _ := e.Value.(error)
	return err
}

// Recover turns a panic of f into a [*PanicError], at the border of a plug-in or
// a job whose failure must not end the program. runtime.Goexit passes through.
//
// A panic is a bug: where nothing must survive it, let it end the program. A
// call that does not panic costs a few nanoseconds.
func Recover[In, Out any](f Func[In, Out]) Func[In, Out] {
	return func(ctx context.Context, in In) (out Out, err error) {
		defer func() {
			if v := recover(); v != nil {
				err = &PanicError{Name: nameOf(ctx), Value: v, Stack: debug.Stack()}
			}
		}()
		return f(ctx, in)
	}
}
