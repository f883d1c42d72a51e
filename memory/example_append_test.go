package memory_test

import (
	"fmt"
	"slices"
)

// Why did append change my other slice?
//
// A slice is a pointer, a length and a capacity; slicing copies these three words,
// not the array. When the capacity has room, append writes into the shared array, over
// what another slice sees there. When it has none, append copies to a new array. The
// three-index slice s[low:high:max] takes the room away.
//
// Follow-ups:
//   - How do you get an independent copy? slices.Clone, or append with a capacity cut by slices.Clip.
//   - Why must I assign the result of append? The length is in the slice value, and the array may be new.
//   - Do two goroutines that append to one slice race? Yes, where there is room: both write the same next place. Without room each gets an array of its own.
//
// Pitfalls:
//   - It depends on the capacity, so the same code is right for three elements and wrong for four.
//   - A function that appends to its argument may write into its caller's array.
//
// From Python: A slice of a list is a copy, so append on it changes nothing else. A Go slice is
// a view; the nearest thing in Python is a memoryview, which cannot grow.
//
// Level: junior. Tags: slice, append, aliasing. Since: go1.2. See: [slices.Clip], [slices.Clone], memory/pinnedarray.
func Example_append() {
	all := []string{"a", "b", "c", "d"}
	head := all[:2]
	_ = append(head, "X") // there is room: it lands in all[2]
	fmt.Println(all)

	all = []string{"a", "b", "c", "d"}
	head = all[:2:2] // capacity 2: no room
	_ = append(head, "X")
	fmt.Println(all)

	head = append(slices.Clip(all[:2]), "X") // the same by name
	fmt.Println(all, head)
	// Output:
	// [a b X d]
	// [a b c d]
	// [a b c d] [a b X]
}
