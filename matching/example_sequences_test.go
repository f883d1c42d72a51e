package matching_test

import (
	"fmt"
	"slices"
	"strings"

	"github.com/goconcepts/cookbook/matching"
)

// How do you write `[first, *rest]` and `**rest`?
//
// By hand: check the length, then index and reslice. In a pattern: Seq with one Star,
// which may stand anywhere and keeps the items between those before and after it, in order;
// and Rest in a Map keeps the entries that the pattern does not name.
//
// Follow-ups:
//   - Why at most one star? With two, there are many ways to split the items; Compile refuses it, naming both.
//   - Does Star copy? Not when the slice has the variable's type: it is a part of it, cut so that append cannot write into the rest.
//   - Is a string a sequence? No; nor in Python's match. Split it first.
//
// Pitfalls:
//   - rest := s[1:] panics on an empty slice: the length comes first.
//   - A kept part shares memory with the whole: a later write to one shows in the other.
//
// Trade-offs:
//   - For one shape, `len(s) >= 2 && s[0] == "go"` is clearer than any pattern.
//   - Rest makes a new map each time it is read; take a key you need by Key instead.
//
// From Python: `[first, *rest]` always builds a new list and `**rest` a new dict; `case {}` takes every
// dict, not only the empty one, and so does Map().
//
// Level: senior. Tags: patterns, slices, maps. See: [slices], memory/append, matching/captures.
func Example_sequences() {
	var (
		first, last = matching.NewVar[string]("first"), matching.NewVar[string]("last")
		rest        = matching.NewVar[[]string]("rest")
		others      = matching.NewVar[map[string]any]("others")
	)
	set := matching.MustCompile(
		matching.Case(matching.Seq(first.As(matching.Any), matching.Star(rest), last.As(matching.Any)),
			func(b *matching.Bindings) (string, error) {
				middle := rest.Get(b)
				grown := append(middle, "new") // A copy: it does not write over the last item.
				return fmt.Sprintf("%s, then %d (%s), then %s", first.Get(b), len(middle), strings.Join(grown, " "), last.Get(b)), nil
			}),
		matching.Case(matching.Seq(matching.Skip),
			func(*matching.Bindings) (string, error) { return "a shorter sequence", nil }),
		matching.Case(matching.Map(matching.Key("id", matching.Int), matching.Rest(others)),
			func(b *matching.Bindings) (string, error) {
				names := []string{}
				for name := range others.Get(b) {
					names = append(names, name)
				}
				slices.Sort(names)
				return fmt.Sprint("an id and ", names), nil
			}),
		matching.Case(matching.Any, func(*matching.Bindings) (string, error) { return "neither", nil }),
	)
	words := []string{"go", "a", "b", "home"}
	for _, v := range []any{
		words,
		[]any{"go", "home"},
		[]string{"go"},
		[]any{},
		map[string]any{"id": 7, "b": true, "a": nil},
		"go home",
	} {
		answer, err := set.Match(v)
		fmt.Println(answer, err)
	}
	fmt.Println(words)
	// Output:
	// go, then 2 (a b new), then home <nil>
	// go, then 0 (new), then home <nil>
	// a shorter sequence <nil>
	// a shorter sequence <nil>
	// an id and [a b] <nil>
	// neither <nil>
	// [go a b home]
}
