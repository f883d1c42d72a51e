package patterns_test

import (
	"fmt"
	"math"
	"slices"
)

// unique returns the distinct elements of list in the order of first appearance.
// A NaN differs from itself, so every NaN is kept.
func unique[T comparable](list []T) []T {
	seen := make(map[T]struct{}, len(list))
	var out []T
	for _, v := range list {
		if _, ok := seen[v]; !ok {
			seen[v] = struct{}{}
			out = append(out, v)
		}
	}
	return out
}

// uniqueBy does the same for elements that are no map keys, by a key made of each.
func uniqueBy[T any, K comparable](list []T, key func(T) K) []T {
	seen := make(map[K]struct{}, len(list))
	return slices.DeleteFunc(slices.Clone(list), func(v T) bool {
		k := key(v)
		_, dup := seen[k]
		seen[k] = struct{}{}
		return dup
	})
}

// Review: `if item not in list: list.append(item)`. What do you say?
//
// It looks through the result for every item: n items cost about n²/2 comparisons. A
// map of what was seen makes it one look-up an item and the result slice keeps the
// order. Then ask what equal means: NaN equals nothing, and slices are no map keys,
// so those need a key made of them.
//
// Follow-ups:
//   - When is the quadratic version right? For a handful of elements, or when they can be compared but not hashed and no key can be made.
//   - And if the order does not matter? slices.Sort, then slices.Compact: no map, less memory.
//   - Is a map of any a way out? It compiles for every element and panics on the first slice or map in it.
//
// Pitfalls:
//   - A map with NaN keys grows with each NaN and no look-up or delete ever finds one again; only clear and range reach them.
//   - Ranging over the map to collect the result loses the order, differently in each run.
//
// Trade-offs: The map costs memory in proportion to the distinct elements; sorting costs the order; the
// quadratic loop costs time. Ask for the sizes before you choose.
//
// From Python: Python's list(dict.fromkeys(data)) does this in one line since 3.7. The Python original advises a set or
// OrderedDict: a set loses the order, both refuse unhashable items that the loop accepted, and "in" tests identity before equality, so the same NaN object counts as a duplicate.
//
// Level: mid. Tags: maps, complexity, nan. Since: go1.21. See: [slices.Compact], memory/append.
func Example_dedupe() {
	fmt.Println(unique([]string{"b", "a", "b", "c", "a"}))

	// Comparisons of the reviewed loop on n distinct items, counted.
	for _, n := range []int{10, 100, 1000} {
		comparisons := 0
		var result []int
		for item := range n {
			if !slices.ContainsFunc(result, func(v int) bool { comparisons++; return v == item }) {
				result = append(result, item)
			}
		}
		fmt.Println(n, "items:", comparisons, "comparisons, with a map", n, "look-ups")
	}

	fmt.Println("NaN kept:", len(unique([]float64{math.NaN(), 1, math.NaN(), 1})))
	tags := [][]string{{"go"}, {"py"}, {"go"}}
	fmt.Println(uniqueBy(tags, func(t []string) string { return fmt.Sprintf("%q", t) }))
	// Output:
	// [b a c]
	// 10 items: 45 comparisons, with a map 10 look-ups
	// 100 items: 4950 comparisons, with a map 100 look-ups
	// 1000 items: 499500 comparisons, with a map 1000 look-ups
	// NaN kept: 3
	// [[go] [py]]
}
