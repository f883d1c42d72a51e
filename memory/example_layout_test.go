package memory_test

import (
	"fmt"
	"reflect"
	"unsafe"
)

// Does field order matter?
//
// For size, yes. Fields lie in memory in the order they are written, each at a
// multiple of its alignment, and the gaps are lost. From the largest to the smallest alignment
// there is only the gap at the end. For meaning the order does not matter, except
// in unkeyed literals, comparison cost, and conversions between struct types.
//
// Follow-ups:
//   - Does the compiler reorder? No, the order is the one written.
//   - How do you find the gaps? unsafe.Sizeof and Offsetof, or the fieldalignment analyzer.
//   - Why is a struct that ends in an empty struct larger? A pointer to the last field must not point past the object.
//
// Pitfalls:
//   - The saving counts only where there are millions: what is allocated is rounded up to a size class anyway.
//   - Two counters that different processors write want to be far apart, not close: false sharing costs more than padding.
//
// Trade-offs: Write fields in the order that reads well, and reorder the few structs
// that a heap profile shows by the million.
//
// From Python: An instance has a dictionary or `__slots__`, each value is an object of its own, and order
// changes nothing. struct and ctypes have C's rules, which are Go's too.
//
// Level: mid. Tags: layout, alignment, size. Since: go1.0. See: [unsafe.Sizeof], memory/escape.
func Example_layout() {
	type careless struct {
		ok    bool
		count int64
		done  bool
	}
	type careful struct {
		count int64
		ok    bool
		done  bool
	}
	fmt.Println("smaller:", unsafe.Sizeof(careful{}) < unsafe.Sizeof(careless{}))

	smallest := unsafe.Sizeof(careless{})
	t := reflect.TypeFor[careless]()
	for _, order := range [][]int{{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}} {
		var fields []reflect.StructField
		for _, i := range order {
			f := t.Field(i)
			fields = append(fields, reflect.StructField{Name: string(rune('A' + i)), Type: f.Type})
		}
		smallest = min(smallest, reflect.StructOf(fields).Size())
	}
	fmt.Println("smallest of all orders:", unsafe.Sizeof(careful{}) == smallest)
	// Output:
	// smaller: true
	// smallest of all orders: true
}
