package patterns_test

import (
	"fmt"
	"unicode/utf8"
)

// reverseBytes is the first version: right for every input its author tried.
func reverseBytes(s string) string {
	b := []byte(s)
	for i, j := 0, len(b)-1; i < j; i, j = i+1, j-1 {
		b[i], b[j] = b[j], b[i]
	}
	return string(b)
}

// reverseRunes refuses what is not UTF-8, which the property asks for.
func reverseRunes(s string) (string, error) {
	if !utf8.ValidString(s) {
		return "", fmt.Errorf("reverse: not UTF-8")
	}
	r := []rune(s)
	for i, j := 0, len(r)-1; i < j; i, j = i+1, j-1 {
		r[i], r[j] = r[j], r[i]
	}
	return string(r), nil
}

// hypothesis finds inputs: what does go fuzzing find?
//
// Inputs that break a property, found by mutating a corpus and keeping what reaches new
// code: coverage guides it, where property testing draws from typed generators. The target
// states what must hold for every input: no panic, a round trip, agreement with a simple
// version. A failing input is written to testdata/fuzz, and go test replays it ever after.
//
// Follow-ups:
//   - When rapid or testing/quick instead? When inputs have structure, such as a sequence of operations: rapid generates and shrinks values, fuzzing mutates bytes, strings and numbers.
//   - What does plain go test do with a fuzz target? It runs the seeds and the committed corpus, so a crasher is a regression test.
//   - How long should it run? Seconds for each change, hours on a schedule: each target goes on until it is stopped.
//
// Pitfalls:
//   - A property that repeats the code under test proves that it equals itself.
//   - A target that is slow or keeps state finds little and cannot be replayed.
//
// Trade-offs: Fuzzing reaches parsers and decoders best; for laws over a model, property tests say more with less machine time.
//
// From Python: The hypothesis library draws from strategies, shrinks and keeps failures in a local database that is rarely committed. Go
// commits the crasher as a file beside the test; the engine is part of go test.
//
// Level: mid. Tags: testing, fuzzing. Since: go1.18. See: [testing.F.Fuzz], patterns/model/bank, patterns/tables.
func Example_fuzz() {
	twice := func(s string) bool { return reverseBytes(reverseBytes(s)) == s }
	valid := func(s string) bool { return !utf8.ValidString(s) || utf8.ValidString(reverseBytes(s)) }
	right := func(s string) bool {
		r, err := reverseRunes(s)
		return err != nil || utf8.ValidString(r)
	}
	// The seeds, and last the crasher that FuzzReverse found: testdata/fuzz/FuzzReverse/accent.
	for _, s := range []string{"", "a", "Go", "é"} {
		fmt.Printf("%q twice: %t valid: %t with runes: %t\n", s, twice(s), valid(s), right(s))
	}
	// Output:
	// "" twice: true valid: true with runes: true
	// "a" twice: true valid: true with runes: true
	// "Go" twice: true valid: true with runes: true
	// "é" twice: true valid: false with runes: true
}
