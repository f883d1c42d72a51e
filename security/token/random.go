package token

import (
	"crypto/rand"
	"encoding/base64"
)

// randomBytes is the entropy of Random in bytes: 256 bits.
const randomBytes = 32

// Random returns a token of 256 random bits as 43 characters of the URL-safe
// base64 alphabet (A-Z, a-z, 0-9, '-' and '_'), without padding. It needs no
// escaping in a URL path, a query, a cookie or a header.
//
// The bits come from [crypto/rand], which never fails: the program ends if the
// system has no randomness. Random is safe for several goroutines and allocates
// the string it returns. [rand.Text] is enough where 26 characters and about 128
// bits will do.
func Random() string {
	var b [randomBytes]byte
	_, _ = rand.Read(b[:]) // Documented never to return an error.
	var s [43]byte
	base64.RawURLEncoding.Encode(s[:], b[:])
	return string(s[:])
}
