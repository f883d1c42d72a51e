package decorators_test

import (
	"errors"
	"fmt"
	"sync"
)

// memoizeByHand returns f with a memory: one successful call for a key, for good.
func memoizeByHand[K comparable, V any](f func(K) (V, error)) func(K) (V, error) {
	var mu sync.Mutex
	known := map[K]V{}
	return func(key K) (V, error) {
		mu.Lock()
		defer mu.Unlock() // also if f panics; one call at a time
		if v, ok := known[key]; ok {
			return v, nil
		}
		v, err := f(key)
		if err == nil {
			known[key] = v
		}
		return v, err
	}
}

// Memoise any function
//
// A closure over a map: generic, so that key and value keep their types, with a
// comparable key, which may be a struct of all arguments. A mutex makes it safe.
// An error is not remembered, or one bad second would be answered for ever.
//
// Follow-ups:
//   - Why hold the lock during the call? So that a key is computed once. The price: other keys wait; decorators.Keyed lets them go on.
//   - When does it forget? Never: that is right for a fixed set of keys. For a size or a lifetime take package caching.
//   - What if the function is recursive? It would lock twice and deadlock: memoise inside, on a plain map.
//
// Pitfalls:
//   - A key that is printed text: fmt.Sprint("ab", "c") and fmt.Sprint("a", "bc") are the same. Use a struct.
//   - A NaN in the key is never found again, and a slice or map in it panics when it hides in an interface.
//   - Returning the stored slice or map lets callers change what is remembered.
//
// Trade-offs: Memory that only grows for time saved once. A pure function that is cheap, or seldom called with
// the same arguments, is better called again.
//
// From Python: Python's functools.lru_cache needs hashable arguments and finds out at run time; the constraint
// comparable is checked when the program is built. Both leave exceptions and errors out of the memory. The Python
// original's str(args) + str(kwargs) tells f(b=1, c=2) from f(c=2, b=1).
//
// Level: mid. Tags: cache, generics, mutex. Since: go1.18. See: decorators/singleton, decorators/closure.
func Example_memoize() {
	calls := 0
	type point struct{ x, y int }
	distance := memoizeByHand(func(p point) (int, error) {
		if calls++; calls == 1 {
			return 0, errors.New("map server down")
		}
		return max(p.x, -p.x) + max(p.y, -p.y), nil
	})
	fmt.Println(distance(point{3, -4}))
	fmt.Println(distance(point{3, -4}))
	fmt.Println(distance(point{3, -4}))
	fmt.Println(distance(point{-1, 1}))
	fmt.Println("calls:", calls)
	// Output:
	// 0 map server down
	// 7 <nil>
	// 7 <nil>
	// 2 <nil>
	// calls: 3
}
