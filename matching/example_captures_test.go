package matching_test

import (
	"errors"
	"fmt"

	"github.com/goconcepts/cookbook/matching"
)

// How do you match patterns with captures, as match/case does?
//
// When the type is known, you do not: a type switch and a struct do more. For data whose
// shape is known only at run time, compile patterns once. A variable has a type, so
// what an arm reads needs no assertion; and a value that no arm takes is ErrNoMatch, which
// no zero value can be mistaken for.
//
// Follow-ups:
//   - What does a captured int take? Every number that is one without loss: JSON's float64(3) too; 3.5 and "3" go on to the next arm.
//   - When are mistakes found? In Compile: an arm that can never be reached, a name bound twice, alternatives that bind differently.
//   - Can arms share variables? Yes, a variable is only a name with a type; what was bound is in the Bindings of the match.
//
// Pitfalls:
//   - Reading a zero value as "no match" loses real zeros: ask errors.Is(err, ErrNoMatch).
//   - Get panics in an arm that does not bind the variable; behind an Opt use Lookup.
//
// Trade-offs:
//   - A hand-written switch is the fastest; patterns are shorter from about three nested shapes, and say what failed.
//   - Decoding into structs checks types once, at the border: do that where the shapes are yours.
//
// From Python: `case {"x": x, "y": y}` captures whatever is there, of any type, and a match
// without a matching case silently does nothing.
//
// Level: mid. Tags: patterns, json, generics. See: [encoding/json], matching/robust, matching/typeswitch.
func Example_captures() {
	var (
		x, y   = matching.NewVar[int]("x"), matching.NewVar[int]("y")
		radius = matching.NewVar[float64]("radius")
	)
	area := matching.MustCompile(
		matching.Case(
			matching.Map(matching.Key("x", x.As(matching.Any)), matching.Key("y", y.As(matching.Any))),
			func(b *matching.Bindings) (float64, error) { return float64(x.Get(b) * y.Get(b)), nil },
		),
		matching.Case(
			matching.Map(matching.Key("radius", radius.As(matching.AtLeast(0)))),
			func(b *matching.Bindings) (float64, error) { return 3 * radius.Get(b) * radius.Get(b), nil },
		),
	)
	for _, v := range []any{
		map[string]any{"x": 2.0, "y": 3.0},
		map[string]any{"x": 0.0, "y": 3.0, "colour": "red"},
		map[string]any{"x": "2", "y": 3.0},
		map[string]any{"radius": 2.0},
	} {
		a, err := area.Match(v)
		fmt.Println(a, errors.Is(err, matching.ErrNoMatch))
	}
	// Output:
	// 6 false
	// 0 false
	// 0 true
	// 12 false
}
