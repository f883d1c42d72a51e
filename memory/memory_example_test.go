package memory_test

import (
	"errors"
	"fmt"
	"hash/fnv"
	"runtime"

	"github.com/goconcepts/cookbook/memory"
)

func ExampleNewPool() {
	type parser struct{ stack []int }
	parsers := memory.NewPool(memory.PoolConfig[parser]{
		New:   func() *parser { return &parser{stack: make([]int, 0, 32)} },
		Reset: func(p *parser) bool { p.stack = p.stack[:0]; return cap(p.stack) <= 1024 },
	})
	p := parsers.Get()
	p.stack = append(p.stack, 1, 2, 3)
	fmt.Println(len(p.stack))
	parsers.Put(p)
	// Output: 3
}

func ExamplePoolConfig() {
	config := memory.PoolConfig[[]string]{
		Reset: func(s *[]string) bool {
			clear(*s) // strings that are kept would keep their bytes
			*s = (*s)[:0]
			return true
		},
	}
	lists := memory.NewPool(config)
	lists.With(func(s *[]string) {
		*s = append(*s, "a", "b")
		fmt.Println(*s)
	})
	// Output: [a b]
}

func ExampleBufferPool() {
	var buffers memory.BufferPool
	b := buffers.Get(5)
	copy(b, "hello")
	b = append(buffers.Grow(b, 100), ", world"...)
	fmt.Println(string(b))
	buffers.Put(b)
	// Output: hello, world
}

func ExampleBufferStats() {
	var buffers memory.BufferPool
	b := buffers.Get(100_000)
	fmt.Printf("%+v\n", buffers.Stats())
	buffers.Put(b)
	buffers.Trim() // give all back at once, say before the program sleeps
	buffers.Put(buffers.Get(100))
	fmt.Printf("%+v\n", buffers.Stats())
	// Output:
	// {Made:1 Bytes:131072 Refused:0}
	// {Made:2 Bytes:131200 Refused:0}
}

func ExampleCast() {
	samples := []int16{1, 0, -1}
	bytes, err := memory.Cast[byte](samples)
	fmt.Println(len(bytes), err)
	clear(bytes[4:])
	fmt.Println(samples)
	_, err = memory.Cast[int16](bytes[:3])
	fmt.Println(errors.Is(err, memory.ErrLength))
	// Output:
	// 6 <nil>
	// [1 0 0]
	// true
}

func ExampleFixed() {
	type celsius float32 // any type with a number of fixed size under it
	words, err := memory.Cast[uint32]([]celsius{1})
	fmt.Printf("%#x %v\n", words[0], err)
	// Output: 0x3f800000 <nil>
}

func ExampleStringBytes() {
	hash := fnv.New32a()
	hash.Write(memory.StringBytes("a long text, hashed without a copy"))
	fmt.Println(hash.Sum32() != 0)
	// Output: true
}

func ExampleFinalize() {
	type file struct{ name [32]byte }
	closed := make(chan string)
	func() {
		f := new(file)
		memory.Finalize(f, func(name string) { closed <- "forgotten: " + name }, "data")
	}()
	runtime.GC()
	fmt.Println(<-closed)
	// Output: forgotten: data
}

func ExampleFinalizer() {
	type file struct{ name [32]byte }
	f := new(file)
	finalizer := memory.Finalize(f, func(name string) { fmt.Println("closing", name) }, "data")
	fmt.Println(finalizer.Run()) // Close does this
	fmt.Println(finalizer.Run()) // and the second Close does nothing
	fmt.Println(finalizer.Stop())
	runtime.KeepAlive(f)
	// Output:
	// closing data
	// true
	// false
	// false
}
