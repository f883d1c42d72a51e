package shortcode_test

import "fmt"

const digits62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

const side = 62 // one digit: the code's halves

// mix is the round function: anything will do that looks random and depends on a key.
func mix(x, key uint32) uint32 {
	x = (x ^ key) * 0x9E3779B1
	x = (x ^ x>>15) * 0x85EBCA77
	return (x ^ x>>13) % side
}

var roundKeys = [4]uint32{0xA511E9B3, 0x51ED270B, 0xC2B2AE35, 0x27D4EB2F} // secret

// encode gives number n of 62*62 its code of two digits.
func encode(n uint32) string {
	l, r := n/side, n%side
	for _, key := range roundKeys { // Feistel: each step can be undone, whatever mix does
		l, r = r, (l+mix(r, key))%side
	}
	return string([]byte{digits62[l], digits62[r]})
}

// Counter codes that nobody can guess: how?
//
// A counter never collides but shows how many links there are and invites counting through them.
// Put a keyed bijection between number and code: a Feistel network splits the number into two
// halves and adds a keyed mix of one to the other, a few times. It can be undone whatever the mix is, so
// two numbers never share a code. Then write it in base 62, at a fixed width, without padding.
//
// Follow-ups:
//   - Is that encryption? No: few rounds and a fast mix hide the order and no more. What must not be guessed is a random token of 128 bits.
//   - What does shortcode.Cipher add? Any width and alphabet, keys derived from a secret, decoding, and tens of nanoseconds without an allocation.
//   - How do many machines share the counter? Each takes a range of ten thousand numbers with one write: a crash leaves gaps, never duplicates.
//
// Pitfalls:
//   - Multiplying by a constant coprime to the size, modulo the size, is a bijection too, and two codes give it away.
//   - Changing the key changes every code that was given out.
//
// Trade-offs: Random codes need a look-up for collisions, hashes need it too and give the same URL the same code; a counter needs one writer of ranges.
//
// From Python: The Python original encodes the decimal digits of its counter in base64: MQ==, Mg==, Mw==. The padding must be escaped in a query, the order shows, and ten million links have codes of twelve characters where four or five would do.
//
// Level: mid. Tags: encoding, bijection, design. See: patterns/shortener/collisions, patterns/shortener/design, security/token/random.
func Example_counter() {
	seen := make(map[string]bool)
	falls := 0
	last := ""
	const all = side * side
	for n := range uint32(all) {
		code := encode(n)
		seen[code] = true
		if code < last {
			falls++
		}
		last = code
	}
	fmt.Println("a code for each number:", len(seen) == all, "of", all)
	fmt.Println("the next code is smaller about every second time:", falls > all*45/100 && falls < all*55/100)
	padded := false
	for code := range seen {
		padded = padded || len(code) != 2 || code[1] == '='
	}
	fmt.Println("padding:", padded)
	// Output:
	// a code for each number: true of 3844
	// the next code is smaller about every second time: true
	// padding: false
}
