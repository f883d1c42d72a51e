package caching_test

import (
	"context"
	"fmt"

	"github.com/goconcepts/cookbook/caching"
)

// What does lru_cache do for fib, and what is it in Go?
//
// Plain fib(20) calls itself 21,891 times; with a memory, each of the 21 arguments is
// computed once and 18 calls are hits. Go has no decorator syntax: a function takes a function and returns
// one that remembers. [caching.Memoize] is lru_cache with cache_info and cache_clear, and
// [caching.Recursive] is the form for a function that calls itself.
//
// Follow-ups:
//   - How does the function reach its own memoised form? It is handed in as self; a call by its own name would bypass the memory.
//   - How deep may it go? As deep as memory allows: every few thousand levels go on in a fresh goroutine.
//   - What would you write for fib itself? A loop with two variables; the memory is for functions whose subproblems you cannot order.
//
// Pitfalls:
//   - Memoising a function that reads the clock, a file or a global freezes its first answer.
//
// Trade-offs: A hit is a hash and a lookup, some tens of nanoseconds; a function cheaper than that is faster without.
// A cache smaller than the set of open subproblems computes them again and again.
//
// From Python: Python's lru_cache reports the same 18 hits and 21 misses. Used on a method, as in the Python
// original, it keeps up to 128 entries, and the instances in their keys, alive; and at depth 100,000 it ends in RecursionError.
//
// Level: mid. Tags: memoization, recursion, lru-cache. See: [caching.Memoize], [caching.Recursive], caching/methods.
func Example_fibonacci() {
	calls := 0
	var plain func(n int) int
	plain = func(n int) int {
		calls++
		if n < 2 {
			return n
		}
		return plain(n-1) + plain(n-2)
	}
	fmt.Println("plain:", plain(20), "calls:", calls)

	var memo *caching.Memo[int, int]
	memo, err := caching.Memoize(func(ctx context.Context, n int) (int, error) {
		if n < 2 {
			return n, nil
		}
		a, err := memo.Call(ctx, n-1)
		if err != nil {
			return 0, err
		}
		b, err := memo.Call(ctx, n-2)
		return a + b, err
	}, caching.Config[int, int]{Capacity: 128})
	if err != nil {
		panic(err)
	}
	v, err := memo.Call(context.Background(), 20)
	stats := memo.Stats()
	fmt.Println("Memoize:", v, err, "misses:", stats.Misses, "hits:", stats.Hits)

	fib, err := caching.Recursive(func(self func(int) uint64, n int) uint64 {
		if n < 2 {
			return uint64(n)
		}
		return self(n-1) + self(n-2)
	}, caching.Config[int, uint64]{Capacity: 128})
	fmt.Println("Recursive:", fib(90), err)
	// Output:
	// plain: 6765 calls: 21891
	// Memoize: 6765 <nil> misses: 21 hits: 18
	// Recursive: 2880067194370816120 <nil>
}
