package caching_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/goconcepts/cookbook/caching"
)

func ExampleNew() {
	cache, err := caching.New(caching.Config[string, int]{Capacity: 1000, TTL: time.Hour})
	if err != nil {
		panic(err)
	}
	cache.Set("answer", 42)
	fmt.Println(cache.Get("answer"))
	_, err = caching.New(caching.Config[string, int]{})
	fmt.Println(err)
	// Output:
	// 42 true
	// caching: config: Capacity is 0, want 1 to 2147483647
}

func ExampleConfig() {
	cache, err := caching.New(caching.Config[string, []byte]{
		Capacity: 1 << 20, // bytes, since Weigh counts them
		Weigh:    func(k string, v []byte) uint32 { return uint32(len(k) + len(v)) },
		Policy:   caching.LRU,
		TTL:      time.Hour,
		Jitter:   0.1,
	})
	if err != nil {
		panic(err)
	}
	cache.Set("huge", make([]byte, 2<<20))
	_, ok := cache.Get("huge")
	fmt.Println("heavier than the whole cache:", ok)
	// Output: heavier than the whole cache: false
}

func ExampleCache_GetOrLoad() {
	cache, err := caching.New(caching.Config[string, string]{Capacity: 10})
	if err != nil {
		panic(err)
	}
	load := func(_ context.Context, k string) (string, error) {
		fmt.Println("loading", k)
		return strings.ToUpper(k), nil
	}
	for range 2 {
		fmt.Println(cache.GetOrLoad(context.Background(), "go", load))
	}
	// Output:
	// loading go
	// GO <nil>
	// GO <nil>
}

func ExampleCache_GetMany() {
	cache, err := caching.New(caching.Config[int, string]{Capacity: 10})
	if err != nil {
		panic(err)
	}
	cache.Set(1, "one")
	found, err := cache.GetMany(context.Background(), []int{1, 2, 3}, func(_ context.Context, ks []int) (map[int]string, error) {
		fmt.Println("one query for", ks)
		return map[int]string{2: "two"}, nil // there is no 3
	})
	for _, k := range slices.Sorted(maps.Keys(found)) {
		fmt.Println(k, found[k])
	}
	fmt.Println(err)
	// Output:
	// one query for [2 3]
	// 1 one
	// 2 two
	// <nil>
}

func ExampleCache_Compute() {
	cache, err := caching.New(caching.Config[string, int]{Capacity: 10})
	if err != nil {
		panic(err)
	}
	for range 3 {
		cache.Compute("visits", func(n int, _ bool) (int, bool) { return n + 1, true })
	}
	fmt.Println(cache.Get("visits"))
	// Output: 3 true
}

func ExampleCache_All() {
	cache, err := caching.New(caching.Config[string, int]{Capacity: 10})
	if err != nil {
		panic(err)
	}
	cache.Set("a", 1)
	cache.Set("b", 2)
	cache.Delete("a")
	for k, v := range cache.All() {
		fmt.Println(k, v)
	}
	cache.Clear()
	fmt.Println(cache.Len())
	// Output:
	// b 2
	// 0
}

func ExampleRemoval() {
	cache, err := caching.New(caching.Config[string, int]{
		Capacity: 2,
		Policy:   caching.LRU,
		OnRemove: func(r caching.Removal[string, int]) { fmt.Println(r.Key, r.Value, r.Reason) },
	})
	if err != nil {
		panic(err)
	}
	cache.Set("a", 1)
	cache.Set("a", 2)
	cache.Set("b", 3)
	cache.Set("c", 4)
	cache.Delete("b")
	cache.Clear()
	// Output:
	// a 1 replaced
	// a 2 evicted
	// b 3 deleted
	// c 4 cleared
}

func ExampleReason() {
	fmt.Println(caching.Evicted, caching.Expired, caching.Replaced, caching.Deleted, caching.Cleared)
	// Output: evicted expired replaced deleted cleared
}

func ExamplePolicy() {
	for _, p := range []caching.Policy{caching.Adaptive, caching.LRU, caching.SIEVE, caching.S3FIFO} {
		cache, err := caching.New(caching.Config[int, int]{Capacity: 100, Policy: p})
		if err != nil {
			panic(err)
		}
		hits := 0
		for i := range 12_000 { // a loop over a little more than fits
			if _, ok := cache.Get(i % 400); ok {
				hits++
			} else {
				cache.Set(i%400, i)
			}
		}
		fmt.Println(p, "hits a loop:", hits > 1000)
	}
	// Output:
	// Adaptive hits a loop: true
	// LRU hits a loop: false
	// SIEVE hits a loop: false
	// S3-FIFO hits a loop: false
}

func ExampleStats() {
	cache, err := caching.New(caching.Config[int, int]{Capacity: 1})
	if err != nil {
		panic(err)
	}
	cache.Get(1)
	cache.Set(1, 1)
	cache.Get(1)
	cache.Set(2, 2)
	s := cache.Stats()
	fmt.Println("hits", s.Hits, "misses", s.Misses, "evictions", s.Evictions)
	// Output: hits 1 misses 1 evictions 1
}

func ExampleMemoize() {
	upper, err := caching.Memoize(func(_ context.Context, s string) (string, error) {
		if s == "" {
			return "", errors.New("nothing to do")
		}
		return strings.ToUpper(s), nil
	}, caching.Config[string, string]{Capacity: 100})
	if err != nil {
		panic(err)
	}
	ctx := context.Background()
	fmt.Println(upper.Call(ctx, "go"))
	fmt.Println(upper.Call(ctx, "go"))
	fmt.Println(upper.Call(ctx, ""))
	fmt.Println("hits", upper.Stats().Hits, "failures", upper.Stats().Failures)
	// Output:
	// GO <nil>
	// GO <nil>
	//  nothing to do
	// hits 1 failures 1
}

func ExampleMemo_Forget() {
	version := 1
	page, err := caching.Memoize(func(context.Context, string) (int, error) { return version, nil },
		caching.Config[string, int]{Capacity: 100})
	if err != nil {
		panic(err)
	}
	ctx := context.Background()
	fmt.Println(page.Call(ctx, "/"))
	version = 2
	fmt.Println(page.Call(ctx, "/"))
	page.Forget("/")
	fmt.Println(page.Call(ctx, "/"))
	// Output:
	// 1 <nil>
	// 1 <nil>
	// 2 <nil>
}

func ExampleFunc() {
	square, err := caching.Func(func(n int) int {
		fmt.Println("computing", n)
		return n * n
	}, caching.Config[int, int]{Capacity: 100})
	if err != nil {
		panic(err)
	}
	fmt.Println(square(7), square(7))
	// Output:
	// computing 7
	// 49 49
}

func ExampleFunc2() {
	repeat, err := caching.Func2(strings.Repeat, caching.Config[caching.Pair[string, int], string]{Capacity: 100})
	if err != nil {
		panic(err)
	}
	fmt.Println(repeat("go", 3), repeat("go", 3))
	// Output: gogogo gogogo
}

func ExamplePair() {
	ages := map[caching.Pair[string, string]]int{{First: "a", Second: "bc"}: 1}
	_, ok := ages[caching.Pair[string, string]{First: "ab", Second: "c"}]
	fmt.Println("one key:", ok)
	// Output: one key: false
}

func ExampleRecursive() {
	paths, err := caching.Recursive(func(self func([2]int) int, at [2]int) int {
		if at[0] == 0 || at[1] == 0 {
			return 1
		}
		return self([2]int{at[0] - 1, at[1]}) + self([2]int{at[0], at[1] - 1})
	}, caching.Config[[2]int, int]{Capacity: 1000})
	if err != nil {
		panic(err)
	}
	fmt.Println(paths([2]int{14, 14}))
	// Output: 40116600
}

func ExamplePanicError() {
	cache, err := caching.New(caching.Config[string, int]{Capacity: 10})
	if err != nil {
		panic(err)
	}
	_, err = cache.GetOrLoad(context.Background(), "k", func(context.Context, string) (int, error) { panic("no database") })
	if p, ok := errors.AsType[*caching.PanicError](err); ok {
		fmt.Println(p.Value, "with a stack:", len(p.Stack) > 0)
	}
	// Output: no database with a stack: true
}

func ExampleCycleError() {
	cache, err := caching.New(caching.Config[string, int]{Capacity: 10})
	if err != nil {
		panic(err)
	}
	cells := map[string]string{"a": "b", "b": "a"} // a sheet whose cells refer to each other
	var value func(context.Context, string) (int, error)
	value = func(ctx context.Context, cell string) (int, error) { return cache.GetOrLoad(ctx, cells[cell], value) }
	_, err = cache.GetOrLoad(context.Background(), "a", value)
	fmt.Println(err)
	// Output: caching: load: needs itself: b -> a -> b
}
