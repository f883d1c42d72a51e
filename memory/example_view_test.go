package memory_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/goconcepts/cookbook/memory"
)

// What is Go's memoryview?
//
// The slice itself: slicing copies three words and shares the bytes, so a write
// through one is seen through the other. To see the same bytes as another type,
// as memoryview.cast does, [memory.Cast] wraps unsafe.Slice in the checks that it lacks: whole elements,
// alignment, and only types for which every bit pattern is good.
//
// Follow-ups:
//   - What about byte order? A cast takes the machine's own; encoding/binary says which, and is right for files and networks.
//   - Why does alignment matter? Some machines fault on an odd address, and atomic operations may even where plain reads do not. Neither vet nor -race finds it: checkptr looks at alignment only for types that hold pointers.
//   - Is there a read-only slice? No; a string is the read-only view, and an interface without a setter hides the rest.
//
// Pitfalls:
//   - A view keeps the whole array alive.
//   - append through a view may overwrite what lies behind it: cut the capacity with s[a:b:b].
//
// Trade-offs: Package encoding/binary reads a few numbers nearly as fast and without any condition;
// a cast pays for arrays of numbers that stay in memory or are mapped from a file.
//
// From Python: Slicing bytes or array copies; memoryview avoids that and pays for each
// element access. The Python original's view of an array saves nothing, since sum reads element by element
// anyway. A Go slice is the fast path already.
//
// Level: senior. Tags: slice, unsafe, view. Since: go1.17. See: [memory.Cast], [unsafe.Slice], memory/append, memory/pinnedarray.
func Example_view() {
	numbers := []float64{1, 2, 3, 4}
	var tail []float64
	var bytes []byte
	var err error
	allocs := testing.AllocsPerRun(100, func() {
		tail = numbers[2:]
		bytes, err = memory.Cast[byte](numbers)
	})
	fmt.Println("allocations:", allocs, err)

	tail[0] = 0 // a write through one view
	fmt.Println(numbers, len(bytes))
	clear(bytes[8:16]) // and through the other: a float64 of zero bits is 0
	fmt.Println(numbers)

	_, err = memory.Cast[float64](bytes[1:17])
	fmt.Println("misaligned:", errors.Is(err, memory.ErrAlignment))
	_, err = memory.Cast[float64](bytes[:12])
	fmt.Println("one and a half:", errors.Is(err, memory.ErrLength))
	// Output:
	// allocations: 0 <nil>
	// [1 2 0 4] 32
	// [1 0 0 4]
	// misaligned: true
	// one and a half: true
}
