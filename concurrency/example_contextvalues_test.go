package concurrency_test

import (
	"context"
	"fmt"
)

// userKey is a type of its own, so that no other package can make an equal key.
type userKey struct{}

// withUser and userFrom are all that other code needs: the key stays private.
func withUser(ctx context.Context, name string) context.Context {
	return context.WithValue(ctx, userKey{}, name)
}

func userFrom(ctx context.Context) (string, bool) {
	name, ok := ctx.Value(userKey{}).(string)
	return name, ok
}

// What belongs in a context value?
//
// Data that travels with a request through code that does not care about it: a
// request id, a trace, who is asking. Not what a function needs to do its work: a
// database, a logger to choose, an option belong in parameters, where the compiler sees them. The key
// is an unexported type with two functions around it.
//
// Follow-ups:
//   - Why a type of its own? Two packages that both use the string "user" would overwrite each other.
//   - What does a look-up cost? A walk up the chain of contexts: fine for a few, not in a loop.
//   - Are values copied to children? They are looked up in the parents; a child may hide one.
//
// Pitfalls:
//   - A function that panics when the value is missing: a hidden parameter.
//   - Storing something that is changed later: contexts are shared by goroutines.
//
// Trade-offs: A parameter is longer and checked; a value is short and found at run time, or not.
//
// From Python: Python's contextvars.ContextVar is implicit and follows the task by itself; here
// the context is passed by hand, and you see where it goes.
//
// Level: mid. Tags: context, api. Since: go1.7. See: [context.WithValue], concurrency/cancel.
func Example_contextvalues() {
	type theirKey struct{} // another package's key, as empty as ours
	ctx := withUser(context.Background(), "ada")
	ctx = context.WithValue(ctx, theirKey{}, "grace")

	name, ok := userFrom(ctx)
	fmt.Println(name, ok)
	fmt.Println("theirs:", ctx.Value(theirKey{}))

	child := withUser(ctx, "admin")
	inner, _ := userFrom(child)
	outer, _ := userFrom(ctx)
	fmt.Println("the child hides, the parent keeps:", inner, outer)

	_, ok = userFrom(context.Background())
	fmt.Println("missing is no panic:", ok)
	// Output:
	// ada true
	// theirs: grace
	// the child hides, the parent keeps: admin ada
	// missing is no panic: false
}
