package decorators_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/goconcepts/cookbook/decorators"
)

// Where did *args, **kwargs go?
//
// Into type parameters. A decorator is generic over the argument and the result
// of what it wraps, so the wrapped function keeps its types, the compiler checks
// each call, and nobody writes a type argument. Several arguments become one
// struct: its field names are the keywords, its zero values the defaults.
//
// Follow-ups:
//   - Why not func(...any) any? It compiles with any argument and panics at run time.
//   - Can one decorator wrap functions of any number of arguments? Go has no variadic type parameters; one argument, a struct when there are more, covers them.
//   - What of functions without an error? Return a nil error: a literal of one line.
//
// Pitfalls:
//   - A struct literal without field names breaks when a field is added: name the fields (go vet warns for other packages' structs).
//   - An option whose zero value is a valid setting cannot be told from "not set": choose names so that false and 0 are the default, or use a pointer.
//
// Trade-offs: A decorator for one known signature needs no generics and reads more easily; reflection
// wraps everything, at the price of type safety and a hundred times the cost of a call.
//
// From Python: A wrapper(*args, **kwargs) forwards whatever comes and loses the signature to
// type checkers unless ParamSpec restores it; an unknown keyword is a TypeError at run time, in Go an error of compilation.
//
// Level: mid. Tags: generics, types. Since: go1.18. See: decorators/inject, decorators/options.
func Example_arguments() {
	type search struct {
		Text  string
		Limit int  // 0 is 2
		Exact bool // the zero value ignores case
	}
	names := []string{"Ada", "Adele", "adam", "Bob"}
	find := func(_ context.Context, q search) ([]string, error) {
		if q.Limit == 0 {
			q.Limit = 2
		}
		var found []string
		for _, name := range names {
			hit := strings.HasPrefix(name, q.Text) || !q.Exact && strings.HasPrefix(strings.ToLower(name), strings.ToLower(q.Text))
			if hit && len(found) < q.Limit {
				found = append(found, name)
			}
		}
		return found, nil
	}
	length := func(_ context.Context, s string) (int, error) { return len(s), nil }

	policy, _ := decorators.NewRetryPolicy(decorators.RetryConfig{Attempts: 2})
	ctx := context.Background()
	n, _ := decorators.Retry(policy, length)(ctx, "gopher") // n is an int
	fmt.Println(n + 1)
	found, _ := decorators.Retry(policy, find)(ctx, search{Text: "ad"}) // found is a []string
	fmt.Println(len(found), found)
	found, _ = decorators.Retry(policy, find)(ctx, search{Text: "ad", Limit: 9, Exact: true})
	fmt.Println(len(found), found)
	// Output:
	// 7
	// 2 [Ada Adele]
	// 1 [adam]
}
