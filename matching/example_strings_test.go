package matching_test

import (
	"fmt"
	"unicode/utf8"
)

// Bytes, runes and strings: what do you iterate over?
//
// A string is read-only bytes, by convention UTF-8. len and s[i] count bytes; range decodes
// runes and gives the byte index where each one starts. A byte that is no UTF-8 comes
// out as U+FFFD with a step of one, and never as a panic. Convert to []rune only to count or to
// index by code point.
//
// Follow-ups:
//   - How do you tell a real U+FFFD from a broken byte? By its size: [utf8.DecodeRuneInString] returns size 1 for a broken byte and 3 for the real one.
//   - How many characters does the user see? None of these: "é" may be two runes, and an emoji many. That needs grapheme clusters, which are not in the standard library.
//   - Does []byte(s) copy? Yes, unless the compiler proves that nobody writes to it, as in a range; nor does string(b) copy in the look-up m[string(b)].
//
// Pitfalls:
//   - s[:n] cuts bytes and may cut a rune in half.
//   - string(n) of an int n is the rune with that number, and vet complains; strconv.Itoa(n) is its digits.
//
// From Python: Python's str is a sequence of code points, so len("né") is 2 there and 3 here; bytes is a
// type of its own there, and invalid UTF-8 raises UnicodeDecodeError at the border.
//
// Level: junior. Tags: strings, unicode. See: [unicode/utf8], memory/view.
func Example_strings() {
	s := "né\xff!"
	fmt.Println("bytes:", len(s), "runes:", utf8.RuneCountInString(s), "valid:", utf8.ValidString(s))
	for i, r := range s {
		fmt.Printf("at %d: %q\n", i, r)
	}
	fmt.Printf("s[1] is the byte 0x%x, half of é\n", s[1])

	_, broken := utf8.DecodeRuneInString("\xff")
	_, real := utf8.DecodeRuneInString("\uFFFD")
	fmt.Println("U+FFFD takes", broken, "byte when it is broken and", real, "when it is real")
	// Output:
	// bytes: 5 runes: 4 valid: false
	// at 0: 'n'
	// at 1: 'é'
	// at 3: '�'
	// at 4: '!'
	// s[1] is the byte 0xc3, half of é
	// U+FFFD takes 1 byte when it is broken and 3 when it is real
}
