package memory_test

import (
	"bytes"
	"fmt"

	"github.com/goconcepts/cookbook/memory"
)

func ExamplePool() {
	buffers := memory.NewPool(memory.PoolConfig[bytes.Buffer]{
		Reset: func(b *bytes.Buffer) bool {
			b.Reset()
			return b.Cap() <= 64<<10 // one huge answer is not kept
		},
	})
	greet := func(name string) string {
		b := buffers.Get()
		defer buffers.Put(b)
		fmt.Fprintf(b, "hello, %s", name)
		return b.String() // a copy: nothing of b leaves
	}
	fmt.Println(greet("Ada"))
	fmt.Println(greet("Rob"))
	// Output:
	// hello, Ada
	// hello, Rob
}

func ExamplePool_With() {
	scratch := memory.NewPool(memory.PoolConfig[[256]int]{})
	letters := 0
	scratch.With(func(count *[256]int) {
		clear(count[:])
		for _, c := range []byte("banana") {
			count[c]++
		}
		letters = count['a']
	})
	fmt.Println(letters)
	// Output: 3
}
