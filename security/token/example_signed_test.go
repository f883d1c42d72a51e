package token_test

import (
	"bytes"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/goconcepts/cookbook/security/token"
)

// How do you make signed tokens, and rotate their keys?
//
// By a MAC over everything: version, key id, expiry and payload. Each purpose has a
// derived key of its own. The first key signs and all verify, so a new one is put in
// front and the old one dropped a lifetime later. One algorithm, one encoding. OWASP
// ASVS 5.0 asks for this in 9.1.1, 9.2.1 and 9.2.2.
//
// Follow-ups:
//   - Why a purpose? A token to confirm an address must not reset a password, though both say "user 7".
//   - Why not a JWT? Its header names the algorithm and the key, and libraries had to learn, one attack at a time, not to believe it.
//   - How is a token revoked? Not at all before it expires: short lifetimes, or a list of revoked ids, or a row in the database.
//   - Signed or sealed? Signed shows the payload to whoever holds the token; sealed encrypts it.
//
// Pitfalls:
//   - base64 decoders take line breaks and stray bits: several strings are one token, and a list of used tokens is gone around.
//   - Telling why a token is wrong helps to forge one: expired and forged are enough.
//
// Trade-offs: Random tokens with a row each can be revoked and counted, at a lookup a request;
// a MAC needs the secret wherever it is verified, a signature (JWT, PASETO) only a public key.
//
// From Python: The itsdangerous package has TimestampSigner with a salt for the purpose and a list of keys;
// its maximum age is given when loading, so a forgotten argument means for ever.
//
// Level: mid. Tags: token, hmac, rotation. Since: go1.24. See: [hmac.Equal], security/token/random, security/compare.
func Example_signed() {
	synctest.Test(new(testing.T), func(*testing.T) {
		// Keys of one repeated byte, for the sake of the example: yours come from crypto/rand.
		key1 := token.Key{ID: 1, Secret: bytes.Repeat([]byte{1}, token.KeySize)}
		key2 := token.Key{ID: 2, Secret: bytes.Repeat([]byte{2}, token.KeySize)}
		signer := func(purpose string, keys ...token.Key) *token.Signer[string] {
			s, err := token.NewSigner[string](token.Config{Purpose: purpose, Lifetime: time.Hour, Keys: keys})
			if err != nil {
				panic(err)
			}
			return s
		}
		old := signer("reset password", key1)
		signed, err := old.Sign("user 7")
		if err != nil {
			fmt.Println(err)
			return
		}
		check := func(what string, s *token.Signer[string], text string) {
			user, err := s.Verify(text)
			fmt.Printf("%s: %q %v\n", what, user, err)
		}
		check("genuine", old, signed)

		tampered := []byte(signed)
		tampered[30] ^= 1
		check("tampered", old, string(tampered))
		check("with a line break", old, signed[:20]+"\n"+signed[20:])
		check("other purpose", signer("confirm address", key1), signed)

		check("rotated", signer("reset password", key2, key1), signed)
		check("old key dropped", signer("reset password", key2), signed)

		time.Sleep(time.Hour)
		check("an hour later", old, signed)
	})
	// Output:
	// genuine: "user 7" <nil>
	// tampered: "" token: forged
	// with a line break: "" token: forged
	// other purpose: "" token: forged
	// rotated: "user 7" <nil>
	// old key dropped: "" token: forged
	// an hour later: "" token: expired
}
