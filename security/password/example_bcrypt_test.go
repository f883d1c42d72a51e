package password_test

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/crypto/bcrypt"

	"github.com/goconcepts/cookbook/security/password"
)

// What is the 72-byte trap of bcrypt?
//
// bcrypt uses the first 72 bytes of a password and no more. golang.org/x/crypto refuses to
// hash a longer one, but compares just 72 bytes, so whatever follows verifies. Package
// password refuses both, and NUL bytes, by an error instead of a silent cut. OWASP ASVS
// 5.0 asks for passwords exactly as received in 6.2.8.
//
// Follow-ups:
//   - Are 72 bytes not plenty? Not if a prefix comes first: with user id and e-mail before it, the password itself may be cut.
//   - Why not hash with SHA-256 before? It works if the result is base64; raw bytes may hold a NUL, where libraries in C stop reading.
//   - Is it 72 characters? Bytes: 18 emoji of four bytes each.
//
// Pitfalls:
//   - Checking the length in the browser or in runes leaves the trap open.
//   - A cost below 4 is not refused by x/crypto but changed to 10.
//
// Trade-offs: Argon2id has no such limit; bcrypt stays where old hashes are, and Verify
// upgrades them at the next login.
//
// From Python: The bcrypt package cut silently before version 5.0 and raises ValueError since
// then; code such as the Python original works until the first long passphrase.
//
// Level: mid. Tags: password, bcrypt. See: [bcrypt.CompareHashAndPassword], security/password/store.
func Example_bcrypt() {
	ctx := context.Background()
	seventyTwo := strings.Repeat("a", 72)
	hashed, err := bcrypt.GenerateFromPassword([]byte(seventyTwo), bcrypt.MinCost)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("x/crypto, byte 73 is anything:", bcrypt.CompareHashAndPassword(hashed, []byte(seventyTwo+"!")))

	h, err := password.New(password.Config{Algorithm: password.Bcrypt, Params: password.Params{Cost: bcrypt.MinCost}})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = h.Verify(ctx, seventyTwo+"!", string(hashed))
	fmt.Println("here:", err)
	_, err = h.Verify(ctx, seventyTwo, string(hashed))
	fmt.Println("the password itself:", err)
	_, err = h.Hash(ctx, seventyTwo+"!")
	fmt.Println(errors.Is(err, password.ErrPassword), err)

	// bcrypt puts a NUL behind the key and repeats the whole: these two are one for it.
	hashed, err = bcrypt.GenerateFromPassword([]byte("a"), bcrypt.MinCost)
	fmt.Println("x/crypto, a NUL a:", bcrypt.CompareHashAndPassword(hashed, []byte("a\x00a")), err)
	_, err = h.Verify(ctx, "a\x00a", string(hashed))
	fmt.Println("here:", err)
	// Output:
	// x/crypto, byte 73 is anything: <nil>
	// here: password: mismatch
	// the password itself: <nil>
	// true password: refused: bcrypt uses 72 bytes only, there are more
	// x/crypto, a NUL a: <nil> <nil>
	// here: password: mismatch
}
