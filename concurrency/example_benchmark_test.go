package concurrency_test

import (
	"flag"
	"fmt"
	"testing"
)

// timeit in Go: how do you measure without fooling yourself?
//
// Write a Benchmark function with for b.Loop(): it runs setup once, times only the
// loop, picks the number of rounds, and keeps the compiler from deleting a call whose result nobody
// uses. Check that both sides give the same answer for the same amount of work. Repeat with -count=10 and
// compare with benchstat, which knows noise from change.
//
// Follow-ups:
//   - What was wrong with b.N? The compiler could delete the body, setup was timed, and the function ran many times.
//   - How do you measure memory? -benchmem or b.ReportAllocs: bytes and allocations an operation.
//   - Which number do you trust? A median of interleaved runs on a quiet machine, as a ratio to the other side.
//
// Pitfalls:
//   - A constant as input: the compiler may compute the answer itself.
//   - Less than a nanosecond an operation: nothing was measured.
//
// Trade-offs: A microbenchmark tells the price of one thing, a profile of the program whether it matters.
//
// From Python: Python's timeit runs a statement a fixed number of times and turns the collector
// off, which flatters code that allocates. The Python original times ten calls against four.
//
// Level: mid. Tags: benchmark, testing, performance. Since: go1.24. See: [testing.B.Loop], [testing.Benchmark], concurrency/assembly.
func Example_benchmark() {
	testing.Init() // outside go test the flags are not there yet
	rounds := flag.Lookup("test.benchtime")
	defer func(before string) { _ = rounds.Value.Set(before) }(rounds.Value.String())
	if err := rounds.Value.Set("100x"); err != nil { // so that both do the same work
		fmt.Println(err)
		return
	}

	loop := func(n int) (sum int) {
		for i := range n {
			sum += i * i
		}
		return sum
	}
	formula := func(n int) int { return (n - 1) * n * (2*n - 1) / 6 }

	for _, side := range []struct {
		name string
		sum  func(int) int
	}{{"loop", loop}, {"formula", formula}} {
		setups, calls := 0, 0
		result := testing.Benchmark(func(b *testing.B) {
			setups++
			n := 1000
			for b.Loop() {
				side.sum(n)
				calls++
			}
		})
		fmt.Printf("%-7s  answer %d, rounds %d, calls %d, setups %d\n", side.name, side.sum(1000), result.N, calls, setups)
	}
	// Output:
	// loop     answer 332833500, rounds 100, calls 100, setups 1
	// formula  answer 332833500, rounds 100, calls 100, setups 1
}
