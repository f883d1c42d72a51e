package decorators_test

import (
	"context"
	"fmt"

	"github.com/goconcepts/cookbook/decorators"
)

// Concatenate: how do you inject an argument?
//
// With a closure: the decorator takes a function of (ctx, key, in), keeps the
// key, and returns a function of (ctx, in). The caller cannot pass the key or
// see it, and a call with one argument too many does not compile. For a method
// the language does it itself: a method value binds its receiver.
//
// Follow-ups:
//   - How does one inject by name, like a dependency container? In Go one passes dependencies in constructors; the compiler is the container.
//   - Why not put the key into the context? It would be untyped, and its absence an error of run time. A context carries what belongs to one request.
//   - What if the key changes? Inject a function or an interface that gives the current one.
//
// Pitfalls:
//   - A closure over a variable sees later changes to it; a parameter, as here, is a copy.
//
// Trade-offs: A struct with a field and methods says the same with a name and room for more; take the
// closure for one value and one function.
//
// From Python: Callable[Concatenate[str, P], R] describes this to type checkers only; at run
// time the extra argument is a TypeError. In Go the wrong call is not built.
//
// Level: mid. Tags: generics, closures. Since: go1.18. See: decorators/arguments.
func Example_inject() {
	fetch := func(_ context.Context, key string, path string) (string, error) {
		return fmt.Sprintf("GET %s with a key of %d letters", path, len(key)), nil
	}
	get := decorators.Inject("api-key", fetch)
	fmt.Println(get(context.Background(), "/users"))

	// By hand it is one line.
	byHand := func(ctx context.Context, path string) (string, error) { return fetch(ctx, "api-key", path) }
	fmt.Println(byHand(context.Background(), "/users"))
	// Output:
	// GET /users with a key of 7 letters <nil>
	// GET /users with a key of 7 letters <nil>
}
