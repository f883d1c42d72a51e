package token_test

import (
	"fmt"
	"strings"

	"github.com/goconcepts/cookbook/security/token"
)

// How do you make a token that nobody can guess?
//
// From crypto/rand, never from math/rand, with at least 128 bits and in an alphabet
// that needs no escaping. [token.Random] gives 256 bits as 43 URL-safe characters.
// The token has no meaning of its own: the server stores what it stands for, best
// as a hash. OWASP ASVS 5.0 asks for this in 11.5.1.
//
// Follow-ups:
//   - How likely is a repeat? With 256 bits, after 2^64 tokens, about one in 2^129.
//   - Why store only its hash? A stolen table then holds no usable token; SHA-256 is enough, since nobody can try 2^256 inputs.
//   - What if the system has no randomness? Since Go 1.24 crypto/rand ends the program rather than return an error that somebody ignores.
//
// Pitfalls:
//   - A token in a URL ends up in logs, in the browser's history and in Referer headers: make it short-lived and usable once.
//   - Choosing characters by byte modulo 62 makes some more likely than others; a base64 alphabet has 64 and no bias.
//
// Trade-offs: The function rand.Text of the standard library is shorter (26 characters, at least 128
// bits, no dash) and is enough. A signed token needs no lookup but cannot be revoked.
//
// From Python: Python's secrets.token_urlsafe(32) makes 43 characters of the same alphabet. The
// Python original uses it well, but calls the token a password; a password is what a person
// chooses, and is hashed slowly for that reason.
//
// Level: junior. Tags: token, random, crypto. Since: go1.24. See: [rand.Text], security/token/signed.
func Example_random() {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	seen := map[string]bool{}
	outside := 0
	for range 1000 {
		s := token.Random()
		seen[s] = true
		outside += len(strings.Trim(s, alphabet))
	}
	fmt.Println("length:", len(token.Random()))
	fmt.Println("different:", len(seen))
	fmt.Println("characters outside the alphabet:", outside)
	// Output:
	// length: 43
	// different: 1000
	// characters outside the alphabet: 0
}
