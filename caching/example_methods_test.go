package caching_test

import (
	"fmt"
	"runtime"
	"weak"

	"github.com/goconcepts/cookbook/caching"
)

// Why does lru_cache on a method leak, and what do you do in Go?
//
// The memory outlives the objects and its keys hold the receiver, so no instance is freed
// until it is evicted. In Go a pointer in a key keeps its object alive just the same. Put the
// cache into the object, so that both die together; where one cache must serve
// all objects, key it by [weak.Pointer], which compares but does not keep alive.
//
// Follow-ups:
//   - Does the entry go when the object goes? No, only the object; a cleanup that deletes the key, or the capacity, removes the entry.
//   - Can a new object get a dead one's weak pointer? No, weak pointers of different objects never compare equal.
//   - What else keeps the object alive? A value that points back at it, or a closure.
//
// Pitfalls:
//   - A weak key helps nothing when the cached value refers to the owner.
//   - Keying by the object's address as a number gives a later object at that address the old answers.
//
// Trade-offs: A cache per object is simplest and right when objects live long; a shared one bounds the memory of all together.
//
// From Python: The Python original decorates a method with lru_cache(maxsize=128); up to 128
// instances stay reachable through self after their last use.
//
// Level: mid. Tags: methods, leak, weak. Since: go1.24. See: [weak.Pointer], [runtime.AddCleanup], caching/fibonacci.
func Example_methods() {
	type report struct{ rows [1 << 10]int }
	type weakKey struct {
		owner weak.Pointer[report]
		row   int
	}
	type strongKey struct {
		owner *report
		row   int
	}
	strong, err := caching.New(caching.Config[strongKey, int]{Capacity: 128})
	if err != nil {
		panic(err)
	}
	weakly, err := caching.New(caching.Config[weakKey, int]{Capacity: 128})
	if err != nil {
		panic(err)
	}
	freed := make(chan string, 1)
	held := func() weak.Pointer[report] {
		a, b := new(report), new(report)
		strong.Set(strongKey{a, 7}, 49)
		weakly.Set(weakKey{weak.Make(b), 7}, 49)
		runtime.AddCleanup(b, func(s string) { freed <- s }, "the owner behind a weak key was collected")
		return weak.Make(a)
	}()
	runtime.GC()
	fmt.Println(<-freed)
	fmt.Println("the owner in a strong key is still there:", held.Value() != nil)
	fmt.Println("entries:", strong.Len(), weakly.Len())
	// Output:
	// the owner behind a weak key was collected
	// the owner in a strong key is still there: true
	// entries: 1 1
}
