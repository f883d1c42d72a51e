package security_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
)

// How do you compare secrets?
//
// With subtle.ConstantTimeCompare or hmac.Equal: they read every byte whether the
// first or the last one differs. The operator == stops early, and its time tells
// how much of a guess was right. Unequal lengths still answer at once, so compare
// hashes where the length is secret. OWASP ASVS 5.0 asks for this in 11.2.4.
//
// Follow-ups:
//   - Is the early end of == measurable over a network? Statistically, with enough tries on a quiet path; the defence costs nanoseconds.
//   - Why hash both sides first? SHA-256 makes the lengths equal, so not even the length of the secret can be told.
//   - And passwords? Never compare them: verify against the stored slow hash, which compares in constant time itself.
//
// Pitfalls:
//   - ConstantTimeCompare returns the int 1 for equal: `!= 0` is right, and it does not fit where 0 means equal, as with bytes.Compare.
//   - A lookup WHERE token = ? compares in the index, early end included: store and look up the hash of the token.
//
// Trade-offs: A public value (an ETag, a checksum of a download) is compared with ==, which
// is faster and clearer. Constant time is for what an attacker may guess at.
//
// From Python: Python's hmac.compare_digest and secrets.compare_digest are the same function with
// the same limit: unequal lengths may show in its time.
//
// Level: mid. Tags: secrets, timing, crypto. See: [subtle.ConstantTimeCompare], security/redact, security/token/signed.
func Example_compare() {
	secret := []byte("0123456789abcdef")
	verdict := func(guess string) bool { return subtle.ConstantTimeCompare(secret, []byte(guess)) == 1 }
	fmt.Println("equal:", verdict("0123456789abcdef"))
	fmt.Println("first byte differs:", verdict("X123456789abcdef"))
	fmt.Println("last byte differs:", verdict("0123456789abcdeX"))

	// The length tells: another length ends before any byte is read.
	fmt.Println("shorter:", verdict("0123456789abcde"))

	// Hashes are of one length, whatever the length of what was hashed.
	hashed := func(guess string) bool {
		a, b := sha256.Sum256(secret), sha256.Sum256([]byte(guess))
		return hmac.Equal(a[:], b[:])
	}
	fmt.Println("hashed, shorter:", hashed("0"))
	fmt.Println("hashed, equal:", hashed("0123456789abcdef"))
	// Output:
	// equal: true
	// first byte differs: false
	// last byte differs: false
	// shorter: false
	// hashed, shorter: false
	// hashed, equal: true
}
