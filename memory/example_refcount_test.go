package memory_test

import (
	"fmt"
	"runtime"
	"weak"
)

// Where is sys.getrefcount, and why is there none?
//
// There is no count to get. The collector asks only whether a path leads from a
// root (a stack, a global) to the object. It stays while any path exists and goes
// with the last, in whatever order they are cut. Assignments cost no counting,
// and cycles need no second collector.
//
// Follow-ups:
//   - What does it cost instead? Marking what is alive, and up to twice the live heap until the next collection.
//   - How do you see whether something still refers to an object? A weak pointer or a cleanup in a test; a heap dump shows the edges.
//   - When do you count yourself? For what is not memory: a file shared by several users, closed by the last.
//
// Pitfalls:
//   - Setting a local variable to nil frees nothing that its last use did not; a forgotten map entry or a global does keep it.
//
// Trade-offs: Counting frees at once and spreads the cost over every assignment; tracing
// frees later, in bulk, on other cores.
//
// From Python: Python's getrefcount reports one too many, since its own argument counts; the Python original subtracts
// it and prints 2 for each object of the cycle. From 3.12 on immortal objects have counts that mean nothing, and since 3.14 the argument may be borrowed and not counted.
//
// Level: mid. Tags: gc, reachability. Since: go1.24. See: [weak.Pointer], memory/cycles, memory/leak/heap.
func Example_refcount() {
	type object struct{ name string }
	verdicts := map[string]int{}
	for _, order := range [][]int{{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}} {
		paths := make([]any, 3)
		watch := func() weak.Pointer[object] {
			o := &object{name: "shared"}
			paths[0] = map[string]*object{"key": o}
			paths[1] = []*object{o}
			paths[2] = func() string { return o.name }
			return weak.Make(o)
		}()
		for i, path := range order {
			runtime.GC()
			if watch.Value() != nil {
				verdicts[fmt.Sprintf("alive with %d paths", 3-i)]++
			}
			paths[path] = nil
		}
		runtime.GC()
		if watch.Value() == nil {
			verdicts["gone with the last path"]++
		}
		runtime.KeepAlive(paths)
	}
	fmt.Println("of six orders:")
	for _, v := range []string{"alive with 3 paths", "alive with 2 paths", "alive with 1 paths", "gone with the last path"} {
		fmt.Println(v, verdicts[v])
	}
	// Output:
	// of six orders:
	// alive with 3 paths 6
	// alive with 2 paths 6
	// alive with 1 paths 6
	// gone with the last path 6
}
